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
}

impl Rights {
    /// Rights on whole tables and schemas; single columns are left out.
    #[must_use]
    pub fn granted() -> Self {
        Self(statements().iter().filter_map(|it| Rule::parse(it)).collect())
    }

    /// Whether a role is meant to have a right on a table, or, with an empty name, on the schema. The last word
    /// holds, as in the file.
    #[must_use]
    pub fn allow(&self, grantee: Grantee, schema: &str, name: &str, privilege: &str) -> bool {
        let table = format!("{schema}.{name}");
        let about = |it: &&Rule| {
            it.grantees.contains(&grantee)
                && (it.privileges.contains(&privilege) || it.privileges.contains(&"ALL"))
                && match &it.on {
                    On::Schemas(schemas) => name.is_empty() && schemas.contains(&schema),
                    On::TablesIn(schemas) => !name.is_empty() && schemas.contains(&schema),
                    On::Tables(tables) => tables.contains(&table.as_str()),
                }
        };
        self.0.iter().rfind(about).is_some_and(|it| it.gives)
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
        if privileges.iter().any(|it| it.contains('(')) {
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
                tables => On::Tables(tables.to_vec()),
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
            let is_column = statement.iter().any(|it| it.contains('('));
            let rule = Rule::parse(&statement);
            assert_eq!(rule.is_none(), is_column, "{statement:?}");
            if let Some(rule) = rule {
                assert!(!rule.grantees.is_empty() && !rule.privileges.is_empty(), "{rule:?}");
                if let On::Tables(tables) = rule.on {
                    assert!(tables.iter().all(|it| it.contains('.')), "{tables:?}");
                }
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

        let public = |schema: &str, table: &str, privilege: &str| {
            rights.allow(Grantee::Public, schema, table, privilege)
        };
        assert!(!public("intake", "", "USAGE") && !public("intake", "comments", "SELECT"));
        assert!(public("public_record", "comments", "SELECT"));
        assert!(!public("public_record", "comments", "INSERT"));
    }
}
