"""The command line: every verb parses, prints and exits; everything else happens in ``workflow``."""

import click

from itaxl import __version__
from itaxl.commands import beginning, collecting, reporting
from itaxl.program import Options, Program, global_options


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="itaxl")
@global_options
@click.pass_context
def main(context: click.Context) -> None:
    """Collect ITA measures with Excel: plan, send out, read back, check, sum up.

    \b
    รวบรวมผลตามมาตรการ ITA ด้วย Excel:
      init         สร้างแผน (plan.xlsx) หรือไฟล์ของจังหวัด (province.xlsx)
      import       สร้างแผนจากเอกสารที่มีอยู่แล้ว (Word, Excel, HTML, CSV, ข้อความ)
      generate     สร้างแบบรายงานของทุกส่วนราชการ หรือของทุกหน่วยงานในจังหวัด
      check        ตรวจแผน ไฟล์ของจังหวัด หรือแบบที่ส่งคืน
      consolidate  รวมแบบที่ส่งคืนเป็นไฟล์สรุป
      status       ดูว่าใครส่งแล้ว ใครยังไม่ส่ง ใครต้องแก้ไข
      analyze      วิเคราะห์คะแนน จุดแข็ง จุดอ่อน และสิ่งที่ขาดสู่ระดับถัดไป
      report       ออกรายงานทางการ เป็น Excel หรือ Word
      submit       นำผลของหน่วยงานใส่แบบที่จังหวัดส่งมา
      frameworks   ดูปีของ ITA ที่มีข้อมูล ตัวชี้วัด ข้อ และสถานะของแต่ละส่วน
      demo         ลองทั้งกระบวนการด้วยข้อมูลจริง
    """  # noqa: D301 - click wants the character itself
    context.ensure_object(Options)


for _verb in (
    beginning.init,
    beginning.import_,
    beginning.frameworks,
    beginning.demo,
    collecting.generate,
    collecting.check,
    collecting.status,
    reporting.consolidate,
    reporting.report,
    reporting.submit,
    reporting.analyze,
):
    main.add_command(_verb)
