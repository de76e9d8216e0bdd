//! Forms: tokens, mistakes, languages, bounds.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use crate::harness::site;

#[tokio::test]
async fn a_form_without_its_browsers_token_is_refused() {
    let site = site();
    let page = site.get("/form", "").await;
    let (cookies, token) = (page.cookies(), page.csrf());
    let sent = site.post("/form", &cookies, format!("csrf={token}&name=Ana")).await;
    assert_eq!((sent.status, sent.header("location")), (StatusCode::SEE_OTHER, "/form"));
    let stranger = site.get("/form", "").await;
    let cases = [
        (cookies.clone(), "name=Ana".to_owned()),
        (cookies.clone(), format!("csrf={}&name=Ana", stranger.csrf())),
        (String::new(), format!("csrf={token}&name=Ana")),
        (cookies.clone(), format!("csrf={token}&csrf={token}&name=Ana")),
    ];
    for (cookies, body) in cases {
        let refused = site.post("/form", &cookies, body).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(refused.title().contains("could not take this form"), "{}", refused.title());
    }
    let other_site = Request::post("/form")
        .header(header::COOKIE, &cookies)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site");
    let body = Body::from(format!("csrf={token}&name=Ana"));
    let refused = site.send(other_site.body(body).unwrap()).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_mistake_shows_the_form_again_and_a_message_survives_one_page() {
    let site = site();
    let page = site.get("/form", "").await;
    let (cookies, token) = (page.cookies(), page.csrf());
    let typed = "name=%3Cb%3EAna+Maria+de+los+Angeles%3C%2Fb%3E";
    let again = site.post("/form", &cookies, format!("csrf={token}&{typed}")).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.title().starts_with("Error:"), "{}", again.title());
    let html = scraper::Html::parse_document(&again.body);
    let input = scraper::Selector::parse("#name").unwrap();
    let input = html.select(&input).next().unwrap();
    assert_eq!(input.attr("value"), Some("<b>Ana Maria de los Angeles</b>"));
    let link = scraper::Selector::parse(".govuk-error-summary a[href='#name']").unwrap();
    assert_eq!(html.select(&link).count(), 1);

    let sent = site.post("/form", &cookies, format!("csrf={token}&name=Ana")).await;
    let cookies = format!("{cookies}; {}", sent.cookies());
    let thanks = site.get("/form", &cookies).await;
    assert!(thanks.body.contains("Thank you"));
    assert!(thanks.headers.get_all(header::SET_COOKIE).iter().any(|cookie| {
        let cookie = cookie.to_str().unwrap();
        cookie.starts_with("flash=;") && cookie.contains("Max-Age=0")
    }));
}

#[tokio::test]
async fn the_language_switch_inside_a_form_keeps_what_was_typed() {
    let site = site();
    let page = site.get("/form", "").await;
    let body = format!("csrf={}&name=Ana&switch-language=es", page.csrf());
    let spanish = site.post("/form", &page.cookies(), body).await;
    assert_eq!(spanish.status, StatusCode::OK);
    assert_eq!(spanish.header("content-language"), "es");
    assert!(spanish.body.contains("value=\"Ana\""));
    assert!(spanish.cookies().contains("language=es"));
    let later = site.get("/form", &spanish.cookies()).await;
    assert!(later.body.contains("<html lang=\"es\""));
    let asked = site.get("/form?lang=en", &spanish.cookies()).await;
    assert!(asked.body.contains("<html lang=\"en\""));
    let browser = site.get_with("/form", "", "accept-language", "es-MX,en;q=0.5").await;
    assert!(browser.body.contains("<html lang=\"es\""));
}

#[tokio::test]
async fn bodies_are_bounded_and_broken_ones_are_explained() {
    let site = site();
    let page = site.get("/form", "").await;
    let (cookies, token) = (page.cookies(), page.csrf());
    let large = format!("csrf={token}&name={}", "a".repeat(10_000_000));
    let answer = site.post("/form", &cookies, large).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("It is 9,999,980 too long"), "the field says by how much");
    assert!(answer.body.contains("value=\"aaaa") && answer.body.len() < 100_000);
    let field = format!("&a={}", "a".repeat(100 << 10));
    let large = format!("csrf={token}{}", field.repeat(20));
    assert_eq!(site.post("/form", &cookies, large).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let large = format!("csrf={token}&name={}", "a".repeat(web::FORM_BYTES));
    assert_eq!(site.post("/form", &cookies, large).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let many = format!("csrf={token}{}", "&a=1".repeat(600));
    assert_eq!(site.post("/form", &cookies, many).await.status, StatusCode::BAD_REQUEST);
    let hostile = ["name=a%00b", "name=%FF%FE", "name=a&name=b", "name=a%E2%80%AEb", ""];
    for body in hostile {
        let answer = site.post("/form", &cookies, format!("csrf={token}&{body}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    }
    let json = Request::post("/form").header(header::CONTENT_TYPE, "application/json");
    let answer = site.send(json.body(Body::from("{}")).unwrap()).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let head = "--X\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n";
    let tail = "\r\n--X\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAna\r\n\
        --X\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n\r\n";
    for (size, expected) in
        [(100 << 10, StatusCode::SEE_OTHER), (300 << 10, StatusCode::PAYLOAD_TOO_LARGE)]
    {
        let body = format!("{head}{token}{tail}{}\r\n--X--\r\n", "j".repeat(size));
        let request = Request::post("/upload")
            .header(header::COOKIE, &cookies)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=X");
        let answer = site.send(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(answer.status, expected);
    }
}
