use web::{Access, NavItem, NavPlace, Pace, Role, Routes};

use crate::{
    account, account_codes, account_password, demo_page, desk_add, desk_people, desk_person,
    new_password, sign_in, sign_in_code, sign_in_link, sign_in_set_up,
};

/// All routes of this crate; those of the demo exist only in the demo.
pub fn routes(in_demo: bool) -> Routes {
    let routes = signing_in().merge(own_account()).merge(administration());
    if in_demo { routes.merge(demo_page::routes()) } else { routes }
}

/// The entry in the navigation of the desk.
pub fn nav() -> Vec<NavItem> {
    vec![NavItem {
        key: "people-nav",
        href: "/desk/people",
        place: NavPlace::Staff,
        access: Access::Role(Role::Administrator),
        icon: Some("users"),
    }]
}

fn signing_in() -> Routes {
    Routes::new()
        .get("/sign-in", Access::Public, sign_in::form)
        .post("/sign-in", Access::Public, sign_in::submit)
        .paced(Pace::LETTERS)
        .get("/sign-in/code", Access::Public, sign_in_code::form)
        .post("/sign-in/code", Access::Public, sign_in_code::submit)
        .paced(Pace::LETTERS)
        .get("/sign-in/set-up", Access::Public, sign_in_set_up::form)
        .post("/sign-in/set-up", Access::Public, sign_in_set_up::submit)
        .get("/sign-in/link", Access::Public, sign_in_link::form)
        .post("/sign-in/link", Access::Public, sign_in_link::submit)
        .paced(Pace::LETTERS)
        .get("/sign-in/link/sent", Access::Public, sign_in_link::sent)
        .get("/sign-in/link/{token}", Access::Public, sign_in_link::open)
        .post("/sign-in/link/{token}", Access::Public, sign_in_link::enter)
        .paced(Pace::LETTERS)
        .get("/sign-in/password/{token}", Access::Public, new_password::form)
        .post("/sign-in/password/{token}", Access::Public, new_password::submit)
        .paced(Pace::LETTERS)
        .post("/sign-out", Access::Public, sign_in::sign_out)
}

fn own_account() -> Routes {
    Routes::new()
        .get("/account", Access::Resident, account::overview)
        .get("/account/details", Access::Resident, account::details)
        .post("/account/details", Access::Resident, account::change_details)
        .get("/account/password", Access::Resident, account_password::form)
        .post("/account/password", Access::Resident, account_password::submit)
        .get("/account/recovery-codes", Access::Resident, account_codes::form)
        .post("/account/recovery-codes", Access::Resident, account_codes::submit)
        .post("/account/password-link", Access::Resident, account::send_password_link)
        .post("/account/sessions/end", Access::Resident, account::end_session)
        .post("/account/sessions/end-others", Access::Resident, account::end_others)
}

fn administration() -> Routes {
    let admin = Access::Role(Role::Administrator);
    Routes::new()
        .get("/desk/people", admin, desk_people::list)
        .get("/desk/people/new", admin, desk_add::form)
        .post("/desk/people/new", admin, desk_add::submit)
        .get("/desk/people/{id}", admin, desk_person::view)
        .post("/desk/people/{id}/roles", admin, desk_person::grant)
        .post("/desk/people/{id}/roles/end", admin, desk_person::revoke)
        .post("/desk/people/{id}/invitation", admin, desk_person::invite)
        .post("/desk/people/{id}/second-factor/reset", admin, desk_person::reset_second_factor)
        .post("/desk/people/{id}/lock-out/end", admin, desk_person::end_lock_out)
        .post("/desk/people/{id}/close", admin, desk_person::close)
        .post("/desk/people/{id}/reopen", admin, desk_person::reopen)
}
