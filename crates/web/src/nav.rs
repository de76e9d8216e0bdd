use serde::Serialize;

use crate::access::{Access, Person};

/// Where an entry of the navigation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NavPlace {
    /// Under the header of residents' pages.
    Public,
    /// In the bar of the desk.
    Staff,
    /// In the footer.
    Footer,
}

/// An entry of a navigation.
#[derive(Clone, Copy, Debug)]
pub struct NavItem {
    /// The key of its words.
    pub key: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Where it stands.
    pub place: NavPlace,
    /// Who sees it.
    pub access: Access,
    /// The name of its icon, on the desk.
    pub icon: Option<&'static str>,
}

/// The entries that a visitor sees, as templates take them.
#[derive(Serialize)]
pub(crate) struct NavView {
    public: Vec<ItemView>,
    staff: Vec<ItemView>,
    footer: Vec<ItemView>,
}

#[derive(Serialize)]
struct ItemView {
    key: &'static str,
    href: &'static str,
    icon: Option<&'static str>,
    current: bool,
    here: bool,
}

impl NavView {
    /// The entries for a person, with the one marked that the page belongs to.
    pub(crate) fn new(items: &[NavItem], person: Option<&Person>, path: &str) -> Self {
        let seen = items.iter().filter(|item| item.access.admits(person));
        // The longest address that the path lies under: `/desk/cases` wins over `/desk`.
        let current = seen.clone().filter(|item| lies_under(path, item.href));
        let current = current.map(|item| item.href).max_by_key(|href| href.len());
        let of = |place: NavPlace| {
            seen.clone()
                .filter(|item| item.place == place)
                .map(|item| ItemView {
                    key: item.key,
                    href: item.href,
                    icon: item.icon,
                    current: current == Some(item.href),
                    here: path == item.href,
                })
                .collect()
        };
        Self {
            public: of(NavPlace::Public),
            staff: of(NavPlace::Staff),
            footer: of(NavPlace::Footer),
        }
    }
}

fn lies_under(path: &str, href: &str) -> bool {
    path == href || path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ITEMS: [NavItem; 3] = [
        NavItem {
            key: "a",
            href: "/desk",
            place: NavPlace::Staff,
            access: Access::Staff,
            icon: None,
        },
        NavItem {
            key: "b",
            href: "/desk/waits",
            place: NavPlace::Staff,
            access: Access::Staff,
            icon: None,
        },
        NavItem {
            key: "c",
            href: "/waits",
            place: NavPlace::Public,
            access: Access::Public,
            icon: None,
        },
    ];

    #[test]
    fn the_nearest_entry_is_current_and_strangers_see_public_ones() {
        let admin = Person {
            id: base::PersonId(1),
            name: "Ana".into(),
            roles: vec![(None, crate::Role::Administrator)],
        };
        let view = NavView::new(&ITEMS, Some(&admin), "/desk/waits/streets");
        assert_eq!(view.staff.iter().map(|item| item.current).collect::<Vec<_>>(), [false, true]);
        let stranger = NavView::new(&ITEMS, None, "/waits");
        assert!(stranger.staff.is_empty() && stranger.public[0].current && stranger.public[0].here);
    }
}
