//! What a role is for.

use crate::models::area::AreaId;
use crate::models::initiative::InitiativeId;

/// How far a role reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    Everything,
    Initiative(InitiativeId),
    /// An area, with the initiative that it belongs to.
    Area(InitiativeId, AreaId),
}

impl Scope {
    /// Whether whoever has the one has the other as well.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        match (self, other) {
            (Self::Everything, _) => true,
            (Self::Initiative(own), Self::Initiative(it) | Self::Area(it, _)) => own == it,
            (Self::Area(..), Self::Area(..)) => self == other,
            _ => false,
        }
    }

    /// What the columns of a row say; `area_of` is the initiative of the area.
    pub(in crate::models) fn of_columns(
        initiative: Option<InitiativeId>,
        area: Option<AreaId>,
        area_of: Option<InitiativeId>,
    ) -> Self {
        match (initiative, area.zip(area_of)) {
            (Some(initiative), _) => Self::Initiative(initiative),
            (None, Some((area, initiative))) => Self::Area(initiative, area),
            (None, None) => Self::Everything,
        }
    }

    pub(in crate::models) fn initiative_column(self) -> Option<InitiativeId> {
        match self {
            Self::Initiative(id) => Some(id),
            Self::Everything | Self::Area(..) => None,
        }
    }

    pub(in crate::models) fn area_column(self) -> Option<AreaId> {
        match self {
            Self::Area(_, id) => Some(id),
            Self::Everything | Self::Initiative(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_contains_itself_and_what_lies_within_it() {
        let (harbor, mill) = (InitiativeId(1), InitiativeId(2));
        let scopes = [
            Scope::Everything,
            Scope::Initiative(harbor),
            Scope::Initiative(mill),
            Scope::Area(harbor, AreaId(7)),
            Scope::Area(harbor, AreaId(8)),
            Scope::Area(mill, AreaId(9)),
        ];

        let contained = scopes.map(|own| scopes.map(|it| u8::from(own.contains(it))));

        assert_eq!(
            contained,
            [
                [1, 1, 1, 1, 1, 1],
                [0, 1, 0, 1, 1, 0],
                [0, 0, 1, 0, 0, 1],
                [0, 0, 0, 1, 0, 0],
                [0, 0, 0, 0, 1, 0],
                [0, 0, 0, 0, 0, 1],
            ]
        );
    }
}
