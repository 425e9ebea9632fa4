"""Who may see and do what: units, accounts, roles, Scope (plain data) and the audit trail."""
