//! The page in Chromium, driven over `WebDriver` (<https://www.w3.org/TR/webdriver2/>).

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::{Value, json};

use crate::{FIRST, Place, SECOND, assert_in_order, bare, pdf_text};

/// A browser without a window.
struct Browser {
    driver: Child,
    port: u16,
    session: String,
}

impl Browser {
    /// Starts one with a profile of its own.
    fn start(place: &Place) -> Self {
        let home = place.home.path();
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .env("HOME", home)
            .env("FONTCONFIG_FILE", place.fonts())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed");
        let said = BufReader::new(driver.stdout.take().expect("piped"));
        let port = said.lines().map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            port.trim_end_matches('.').parse().ok()
        });
        let mut browser =
            Self { driver, port: port.expect("it says its port"), session: String::new() };
        let profile = format!("--user-data-dir={}", home.join("chromium").display());
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1280,900",
            &profile,
        ];
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": { "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        }}});
        let started = browser.call("POST", "/session", &wanted);
        started["sessionId"].as_str().expect("a session").clone_into(&mut browser.session);
        browser
    }

    /// One command of the protocol; what it answers.
    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_mins(2))).expect("a time");
        let body = if method == "POST" { body.to_string() } else { String::new() };
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.port,
            body.len()
        )
        .expect("it takes it");
        // The driver keeps the connection, so its answer is read by its length.
        let mut answer = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(answer.read_line(&mut head).expect("it answers") > 0, "{path}: {head}");
        }
        let mut fields = head.lines().filter_map(|line| line.split_once(':'));
        let length = fields.find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        let length = length.expect("a length").1.trim().parse().expect("a number");
        let mut json = vec![0; length];
        answer.read_exact(&mut json).expect("it answers");
        let json = String::from_utf8(json).expect("UTF-8");
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}{json}");
        let mut answer: Value = serde_json::from_str(&json).expect("JSON");
        answer["value"].take()
    }

    fn post(&self, command: &str, body: &Value) -> Value {
        self.call("POST", &format!("/session/{}/{command}", self.session), body)
    }

    /// Clicks where a person would on what the selector finds.
    fn click(&self, selector: &str) {
        let wanted = json!({ "using": "css selector", "value": selector });
        let found = self.post("element", &wanted);
        let id = found.as_object().and_then(|found| found.values().next()).expect("an element");
        self.post(&format!("element/{}/click", id.as_str().expect("a name")), &json!({}));
    }

    fn script(&self, script: &str) -> Value {
        self.post("execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// The marked texts that are seen as marked, and the notes that are shown.
    fn seen(&self) -> (Vec<String>, Vec<String>) {
        let texts = |value: &Value| -> Vec<String> {
            let all = value.as_array().expect("a list");
            all.iter().map(|text| bare(text.as_str().expect("a text"))).collect()
        };
        let seen = self.script(
            "const shown = e => getComputedStyle(e).borderBottomWidth !== '0px';\n\
             const marks = [...document.querySelectorAll('mark')].filter(shown);\n\
             const notes = [...document.querySelectorAll('li.n')].filter(e => e.checkVisibility());\n\
             return [marks.map(e => e.className[1] + e.textContent), notes.map(e => e.innerText)];",
        );
        (texts(&seen[0]), texts(&seen[1]))
    }

    fn log(&self, kind: &str) -> Vec<Value> {
        let entries = self.post("se/log", &json!({ "type": kind }));
        entries.as_array().expect("a list").clone()
    }

    /// Ends the browser, so that its last words are written before the folder goes.
    fn quit(mut self) {
        self.call("DELETE", &format!("/session/{}", self.session), &Value::Null);
        // It may have ended by itself.
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The bytes that Base64 stands for.
fn decoded(base64: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for digit in base64.bytes().filter(|&digit| digit != b'=') {
        let value = DIGITS.iter().position(|&known| known == digit).expect("a digit");
        held = held << 6 | u32::try_from(value).expect("below 64");
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xff).expect("a byte"));
        }
    }
    bytes
}

#[test]
#[ignore = "needs Chromium and its driver, and pdftotext"]
fn a_page_filters_by_theme_prints_whole_and_asks_for_nothing() {
    let place = Place::new();
    let page = place.exported("html", "page.html", &[]);
    let browser = Browser::start(&place);
    // What the browser's own first page asked its own parts for is none of ours.
    browser.post("url", &json!({ "url": "about:blank" }));
    browser.log("performance");
    browser.post("url", &json!({ "url": format!("file://{}", page.display()) }));

    let of = |number: char, marks: &[String]| {
        marks.iter().filter(|text| text.starts_with(number)).count()
    };
    let (marks, notes) = browser.seen();
    let names =
        browser.script("return [...document.querySelectorAll('nav li')].map(e => e.innerText)");
    let names = names.as_array().expect("a list");
    let number = |name: &str| {
        let at = names.iter().position(|text| text.as_str().is_some_and(|t| t.contains(name)));
        char::from_digit(u32::try_from(at.expect("a theme")).expect("few"), 10).expect("few")
    };
    let (land, talent, line) = (number("阵地建设"), number("人才"), number("热线"));
    assert!(of(land, &marks) > 0 && of(talent, &marks) > 0 && of(line, &marks) > 0, "{marks:?}");
    assert_eq!(notes.len(), 3, "{notes:?}");

    // All themes but one are switched off, by their names.
    browser.click(&format!("nav li.t{land} label"));
    browser.click(&format!("nav li.t{line} label"));
    let (fewer, notes) = browser.seen();
    assert_eq!(of(land, &fewer) + of(line, &fewer), 0, "{fewer:?}");
    assert_eq!(of(talent, &fewer), of(talent, &marks));
    assert_eq!(notes, [""; 0], "the notes are of passages that are not shown");

    // And on again.
    browser.click(&format!("nav li.t{land} label"));
    browser.click(&format!("nav li.t{line} label"));
    assert_eq!(browser.seen().0, marks);

    let print = browser.post("print", &json!({ "background": true }));
    let printed = place.path("print.pdf");
    std::fs::write(&printed, decoded(print.as_str().expect("Base64"))).expect("room");
    let text = pdf_text(&printed);
    for theme in ["阵地建设", "人才", "热线"] {
        assert!(text.contains(theme), "{theme} is missing in {text}");
    }
    // The numbers of notes stand between, so each line is looked for in the pieces around them.
    // An emoji is printed only where a font has it.
    let text = text.replace('👍', "");
    for article in [FIRST, SECOND] {
        let lines = article.lines().map(bare).filter(|line| !line.is_empty());
        let pieces = lines.flat_map(|line| pieces(&line)).map(|piece| piece.replace('👍', ""));
        assert_in_order(&text, &pieces.collect::<Vec<_>>());
    }
    for memo in ["=SUM(A1:A9)", "<二行>&\"三\"", "只在此处"] {
        assert!(text.contains(memo), "{memo} is missing in {text}");
    }

    let complaints = browser.log("browser");
    assert!(complaints.is_empty(), "{complaints:?}");
    let requests: Vec<String> = browser
        .log("performance")
        .iter()
        .filter_map(|entry| {
            let message: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let sent = &message["message"];
            let is_request = sent["method"] == "Network.requestWillBeSent";
            is_request.then(|| sent["params"]["request"]["url"].to_string())
        })
        .collect();
    assert!(!requests.is_empty(), "the page itself was asked for");
    let stays = |url: &String| url.starts_with("\"file://") || url.starts_with("\"data:");
    assert!(requests.iter().all(stays), "{requests:?}");
    browser.quit();
}

/// A line cut where a passage with a note ends, whose number stands there in the page.
fn pieces(line: &str) -> Vec<String> {
    let ends = ["门牌上写的算式", "党群服务中心👍", "+86开头的热线"];
    let cut = ends.iter().find_map(|end| Some(line.find(end)? + end.len()));
    match cut {
        Some(at) => vec![line[..at].to_owned(), line[at..].to_owned()],
        None => vec![line.to_owned()],
    }
}
