//! Contact details as somebody sees them who holds a link: enough to know one's own, too little to
//! write them down.

use services::Contact;

/// What stands for what is not shown.
const HIDDEN: &str = "•••";

/// The details with most of them hidden.
pub(crate) fn contact(contact: Contact) -> Contact {
    let first = |text: &str| text.chars().next().map(|c| format!("{c}{HIDDEN}"));
    let name: Vec<String> = contact.name.split_whitespace().filter_map(first).collect();
    let email = match contact.email.rsplit_once('@') {
        Some((local, domain)) => format!("{}@{domain}", first(local).unwrap_or_default()),
        None => String::new(),
    };
    let digits = contact.phone.chars().rev().filter(char::is_ascii_digit).take(2);
    let last: String = digits.collect::<Vec<_>>().into_iter().rev().collect();
    let phone = if last.is_empty() { String::new() } else { format!("{HIDDEN}{last}") };
    Contact { name: name.join(" "), email, phone }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contact_details_are_known_again_but_not_told() {
        let told = Contact {
            name: "Ana María Ruiz".into(),
            email: "ana.ruiz@example.org".into(),
            phone: "+1 617 555 0142".into(),
        };
        let shown = contact(told);
        assert_eq!(shown.name, "A••• M••• R•••");
        assert_eq!(shown.email, "a•••@example.org");
        assert_eq!(shown.phone, "•••42");
        assert!(contact(Contact::default()).is_empty());
    }
}
