"""Letters to units, as data in ``workbook_templates/messages``: their words, their fields, their drafts."""
