//! A member of staff of a real town, who signs in by a password and a code.

use std::io::Write;
use std::process::Stdio;

use base::Clock;
use people::second_factor::TotpSecret;

use crate::browser::Visitor;
use crate::process::Place;

pub const EMAIL: &str = "di@elmford.example";
pub const PASSWORD: &str = "a long walk by the river";

/// Adds a caseworker of the team for roads.
pub fn hire(place: &Place) {
    let add = ["user", "add", EMAIL, "Di Roads", "--role", "caseworker", "--team", "roads"];
    assert_eq!(place.run(&add).code, Some(0));
    let mut command = place.command(&["user", "password", EMAIL]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(PASSWORD.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
}

/// Signs in for the first time, and sets the second factor up.
pub fn sign_in(visitor: &mut Visitor) {
    let form = [("email", EMAIL), ("password", PASSWORD)];
    assert_eq!(visitor.post("/sign-in", "/sign-in", &form).unwrap().status, 303);
    let page = visitor.get("/sign-in/set-up").body;
    let field = |before: &str| {
        let rest = page.split(before).nth(1).unwrap_or_else(|| panic!("{before}: {page}"));
        rest.split(['"', '&']).next().unwrap().to_owned()
    };
    let secret = TotpSecret::parse(&field("secret=")).unwrap();
    let (csrf, sealed) = (field("name=\"csrf\" value=\""), field("name=\"sealed\" value=\""));
    let code = secret.code(Clock::system().now_ms());
    let form = [("sealed", sealed.as_str()), ("code", code.as_str())];
    let answer = visitor.submit(&csrf, "/sign-in/set-up", &form).unwrap();
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(visitor.get("/desk").status, 200);
}
