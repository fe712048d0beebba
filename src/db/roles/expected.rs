//! What `migrations/grants.sql` means, read off the file itself, so that what is compared with it can never differ.

use super::GRANTS;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grantee {
    Application,
    Public,
}

/// Every statement of the file, in its order.
#[derive(Debug)]
pub struct Rights(Vec<Rule>);

#[derive(Debug)]
struct Rule {
    gives: bool,
    privileges: Vec<&'static str>,
    on: On,
    grantees: Vec<Grantee>,
}

#[derive(Debug)]
enum On {
    Schemas(Vec<&'static str>),
    TablesIn(Vec<&'static str>),
    Tables(Vec<&'static str>),
    /// Columns of tables.
    Columns(Vec<&'static str>, Vec<&'static str>),
}

impl Rights {
    /// All of them.
    #[must_use]
    pub fn granted() -> Self {
        Self(statements().iter().filter_map(|it| Rule::parse(it)).collect())
    }

    /// Whether a role is meant to have a right on a table, or, with an empty name, on the schema. The last word
    /// holds, as in the file.
    #[must_use]
    pub fn allow(&self, grantee: Grantee, schema: &str, name: &str, privilege: &str) -> bool {
        self.last_word(grantee, privilege, |on| on.includes(schema, name))
    }

    /// Whether a role is meant to have a right on a column, by itself or with the whole table.
    #[must_use]
    pub fn allow_column(
        &self,
        grantee: Grantee,
        schema: &str,
        table: &str,
        column: &str,
        privilege: &str,
    ) -> bool {
        let place = format!("{schema}.{table}");
        self.last_word(grantee, privilege, |on| match on {
            On::Columns(tables, columns) => {
                tables.contains(&place.as_str()) && columns.contains(&column)
            }
            on => on.includes(schema, table),
        })
    }

    fn last_word(&self, grantee: Grantee, privilege: &str, on: impl Fn(&On) -> bool) -> bool {
        let about = |it: &&Rule| {
            it.grantees.contains(&grantee)
                && (it.privileges.contains(&privilege) || it.privileges.contains(&"ALL"))
                && on(&it.on)
        };
        self.0.iter().rfind(about).is_some_and(|it| it.gives)
    }
}

impl On {
    /// The whole table, or, with an empty name, the schema.
    fn includes(&self, schema: &str, name: &str) -> bool {
        match self {
            Self::Schemas(schemas) => name.is_empty() && schemas.contains(&schema),
            Self::TablesIn(schemas) => !name.is_empty() && schemas.contains(&schema),
            Self::Tables(tables) => tables.contains(&format!("{schema}.{name}").as_str()),
            Self::Columns(..) => false,
        }
    }
}

impl Rule {
    fn parse(statement: &[&'static str]) -> Option<Self> {
        let (verb, rest) = statement.split_first()?;
        let gives = match *verb {
            "GRANT" => true,
            "REVOKE" => false,
            _ => return None,
        };
        let on = rest.iter().position(|it| *it == "ON")?;
        let to = rest.iter().position(|it| *it == "TO" || *it == "FROM")?;
        let (privileges, objects) = (rest.get(..on)?, rest.get(on + 1..to)?);
        let first = privileges.iter().position(|it| it.starts_with('('));
        let (privileges, columns) = privileges.split_at(first.unwrap_or(privileges.len()));
        let columns: Vec<_> = columns.iter().map(|it| it.trim_matches(['(', ')'])).collect();
        // Of several rights in one statement it would not be plain which is on the columns alone.
        if !columns.is_empty() && privileges.len() != 1 {
            return None;
        }
        let grantees = rest.get(to + 1..)?.iter().filter_map(|it| match *it {
            "{application}" => Some(Grantee::Application),
            "{public}" => Some(Grantee::Public),
            _ => None,
        });
        Some(Self {
            gives,
            privileges: privileges.to_vec(),
            on: match objects {
                ["ALL", "TABLES", "IN", "SCHEMA", schemas @ ..] => On::TablesIn(schemas.to_vec()),
                ["SCHEMA", schemas @ ..] => On::Schemas(schemas.to_vec()),
                tables if columns.is_empty() => On::Tables(tables.to_vec()),
                tables => On::Columns(tables.to_vec(), columns),
            },
            grantees: grantees.collect(),
        })
    }
}

/// The words of each statement, without comments and commas.
fn statements() -> Vec<Vec<&'static str>> {
    let lines = GRANTS.lines().filter(|it| !it.trim_start().starts_with("--"));
    let mut statements = vec![Vec::new()];
    for word in lines.flat_map(|it| it.split([' ', ','])).filter(|it| !it.is_empty()) {
        if let Some(statement) = statements.last_mut() {
            statement.push(word.trim_end_matches(';'));
        }
        if word.ends_with(';') {
            statements.push(Vec::new());
        }
    }
    statements.retain(|it| !it.is_empty());
    statements
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_statement_of_the_file_is_understood() {
        assert!(5 < statements().len());
        for statement in statements() {
            let rule = Rule::parse(&statement).unwrap_or_else(|| panic!("{statement:?}"));
            assert!(!rule.grantees.is_empty() && !rule.privileges.is_empty(), "{rule:?}");
            if let On::Tables(tables) | On::Columns(tables, _) = rule.on {
                assert!(tables.iter().all(|it| it.contains('.')), "{tables:?}");
            }
        }
    }

    // C7
    #[test]
    fn the_file_says_what_the_rules_of_the_product_say() {
        let rights = Rights::granted();
        let application = |table: &str, privilege: &str| {
            rights.allow(Grantee::Application, "intake", table, privilege)
        };
        for table in ["decisions", "audit_log", "events", "comments", "comment_versions", "answers"]
        {
            assert!(application(table, "SELECT") && application(table, "INSERT"), "{table}");
            assert!(!application(table, "UPDATE") && !application(table, "DELETE"), "{table}");
        }
        assert!(application("drafts", "DELETE") && !application("drafts", "TRUNCATE"));
        assert!(!application("", "CREATE") && application("", "USAGE"));

        let may_change = |table: &str, column: &str| {
            rights.allow_column(Grantee::Application, "intake", table, column, "UPDATE")
        };
        assert!(may_change("comments", "standing") && may_change("comments", "campaign_id"));
        assert!(may_change("comment_versions", "display_name") && may_change("drafts", "body"));
        for (table, column) in [
            ("comments", "received_at"),
            ("comment_versions", "body"),
            ("answers", "value"),
            ("audit_log", "act"),
        ] {
            assert!(!may_change(table, column), "{table}.{column}");
        }

        let public = |schema: &str, table: &str, privilege: &str| {
            rights.allow(Grantee::Public, schema, table, privilege)
        };
        assert!(!public("intake", "", "USAGE") && !public("intake", "comments", "SELECT"));
        assert!(public("public_record", "comments", "SELECT"));
        assert!(!public("public_record", "comments", "INSERT"));
    }
}
