"""Documents that exist already, read into a plan and what its departments reported."""
