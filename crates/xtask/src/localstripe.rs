//! A throw-away `localstripe`, a stand-in for Stripe that others wrote: from PyPI into a folder of Python's
//! own, served on a free port of the loopback address, stopped when it goes out of scope.

use std::fs::File;
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::machine::prepare_python;
use crate::program::{Program, find};
use crate::{Outcome, tree};

/// The variable in which tests find it.
pub(crate) const VARIABLE: &str = "TOWNHALL_TEST_LOCALSTRIPE";

/// The version that the tests are written for.
const PACKAGE: &str = "localstripe==1.15.10";

/// How long it may take to answer on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The command and its arguments
    #[arg(required = true, trailing_var_arg = true)]
    command: Vec<String>,
}

/// Runs a command beside it.
pub(crate) fn run(args: &Args) -> Outcome<()> {
    let stripe = LocalStripe::start()?;
    let (name, arguments) = args.command.split_first().ok_or("which command?")?;
    Program::new(name).args(arguments).env(VARIABLE, stripe.address()).run()
}

/// A running one.
pub(crate) struct LocalStripe {
    server: Child,
    port: u16,
}

impl LocalStripe {
    /// Installs it if it is not there yet, starts it and waits until it answers.
    pub fn start() -> Outcome<Self> {
        prepare_python()?;
        let folder = folder();
        let program = folder.join("bin/localstripe");
        if !program.is_file() {
            Program::new("python3").args(["-m", "venv"]).arg(&folder).run()?;
            let pip = Program::new(folder.join("bin/pip"));
            pip.args(["install", "--quiet", "--disable-pip-version-check", PACKAGE]).run()?;
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = File::create(folder.join("log"))?;
        // The death signal stops it even when this tool is killed.
        let mut start = match find("setpriv") {
            Some(setpriv) => {
                let mut start = Command::new(setpriv);
                start.args(["--pdeathsig", "TERM"]).arg(&program);
                start
            }
            None => Command::new(&program),
        };
        let server = start
            .args(["--from-scratch", "--port", &port.to_string()])
            .current_dir(&folder)
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()?;
        let one = Self { server, port };
        one.wait()?;
        Ok(one)
    }

    /// Where it listens.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    fn wait(&self) -> Outcome<()> {
        let begun = Instant::now();
        while TcpStream::connect(self.address()).is_err() {
            if begun.elapsed() > PATIENCE {
                return Err("localstripe does not answer; see target/localstripe/log".into());
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }
}

impl Drop for LocalStripe {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

fn folder() -> PathBuf {
    tree::target().join("localstripe")
}
