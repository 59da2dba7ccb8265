//! `landbridge serve`: answers requests from a service definition until it is told to stop.

use std::io;
use std::net::SocketAddr;
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use clap::builder::FalseyValueParser;

use crate::server::{
    self, BaseUrl, Current, Limits, LogFormat, Reload, Settings, TrustedProxy, init_logging,
};
use crate::service::{Keeper, Snapshot};

/// Serves a service definition over HTTP; HTTPS is left to a proxy in front
#[derive(Args, Debug)]
pub struct ServeArgs {
    /// The service definition
    #[arg(long, value_name = "FILE", env = "LANDBRIDGE_CONFIG")]
    pub config: PathBuf,
    /// How to listen and log
    #[command(flatten)]
    pub listen: ListenArgs,
    /// Bytes of answers kept, about, where the definition says that answers are kept
    #[arg(long, value_name = "BYTES", env = "LANDBRIDGE_MAX_CACHE_BYTES", default_value_t = Keeper::DEFAULT_BYTES)]
    pub max_cache_bytes: u64,
    /// Reload the definition when it changes; an invalid one is logged and not used. SIGHUP reloads, too
    #[arg(long, env = "LANDBRIDGE_WATCH", value_parser = FalseyValueParser::new())]
    pub watch: bool,
}

/// How a server listens and logs: shared by the commands that start one
#[derive(Args, Debug)]
pub struct ListenArgs {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, value_name = "IP:PORT", env = "LANDBRIDGE_ADDRESS", default_value = "127.0.0.1:8080")]
    pub address: SocketAddr,
    /// Worker threads [default: one for each processor]
    #[arg(long, value_name = "N", env = "LANDBRIDGE_WORKERS")]
    pub workers: Option<NonZeroUsize>,
    /// URL clients know the server by: https://gw.example/odata [default: as each request says]
    #[arg(long, value_name = "URL", env = "LANDBRIDGE_BASE_URL")]
    pub base_url: Option<BaseUrl>,
    /// Proxy whose Forwarded and X-Forwarded-* headers are believed; may be given several times
    #[arg(long, value_name = "CIDR", env = "LANDBRIDGE_TRUSTED_PROXY", value_delimiter = ',')]
    pub trusted_proxy: Vec<TrustedProxy>,
    /// Requests in work at the same time; further ones wait up to 10 s
    #[arg(long, value_name = "N", env = "LANDBRIDGE_MAX_REQUESTS", default_value = "64")]
    pub max_requests: NonZeroUsize,
    /// Seconds a request may take; Salesforce gives up after 120
    #[arg(long, value_name = "SECONDS", env = "LANDBRIDGE_REQUEST_TIMEOUT", default_value = "100")]
    pub request_timeout: NonZeroU32,
    /// Seconds that requests in work have to end after SIGTERM
    #[arg(long, value_name = "SECONDS", env = "LANDBRIDGE_DRAIN_TIMEOUT", default_value = "30")]
    pub drain_timeout: NonZeroU32,
    /// Look of log lines on standard error
    #[arg(long, value_name = "FORMAT", env = "LANDBRIDGE_LOG_FORMAT", default_value = "text")]
    pub log_format: LogFormat,
    /// What is logged, as a tracing filter: debug, or info,landbridge::access=off
    #[arg(long, value_name = "FILTER", env = "LANDBRIDGE_LOG")]
    pub log: Option<String>,
}

impl ListenArgs {
    /// The server's settings.
    #[must_use]
    pub fn settings(&self) -> Settings {
        let seconds = |seconds: NonZeroU32| Duration::from_secs(seconds.get().into());
        Settings {
            address: self.address,
            workers: self.workers,
            base_url: self.base_url.clone(),
            trusted_proxies: self.trusted_proxy.clone(),
            limits: Limits {
                requests: self.max_requests,
                deadline: seconds(self.request_timeout),
                ..Limits::default()
            },
            drain: seconds(self.drain_timeout),
        }
    }
}

/// Serves until SIGTERM or SIGINT. `load` makes a snapshot of the definition file, or gives every
/// problem it finds as a line of text; it is called at the start and for every reload.
///
/// # Errors
/// The definition is not valid at the start, the address cannot be bound, or the server failed.
pub async fn run<L, F>(args: ServeArgs, mut load: L) -> io::Result<()>
where
    L: FnMut() -> F + Send + 'static,
    F: Future<Output = Result<Snapshot, Vec<String>>> + Send + 'static,
{
    init_logging(args.listen.log_format, args.listen.log.as_deref())?;
    let snapshot = load().await.map_err(|problems| io::Error::other(problems.join("\n")))?;
    let current = Current::new(snapshot);
    let reload = Reload::new(current.clone(), args.config, load).await;
    let following = tokio::spawn(reload.follow(args.watch));
    let served =
        server::run(args.listen.settings(), current, |address| format!("Listening on http://{address}"))
            .await;
    following.abort();
    served
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        serve: ServeArgs,
    }

    fn parse(args: &[&str]) -> Result<ServeArgs, clap::Error> {
        Command::try_parse_from([&["serve"], args].concat()).map(|command| command.serve)
    }

    #[test]
    fn the_defaults_are_those_of_the_server() {
        let args = parse(&["--config", "erp.yaml"]).unwrap();
        let (settings, defaults) = (args.listen.settings(), Limits::default());
        assert_eq!(args.config, PathBuf::from("erp.yaml"));
        assert!(!args.watch);
        assert_eq!(settings.address.to_string(), "127.0.0.1:8080");
        assert_eq!(settings.limits.requests, defaults.requests);
        assert_eq!(settings.limits.deadline, defaults.deadline);
        assert_eq!(settings.drain, Settings::DRAIN);
        assert_eq!(settings.base_url, None);
        assert!(settings.trusted_proxies.is_empty());
    }

    #[test]
    fn proxies_come_repeated_or_as_a_list() {
        for args in [
            &["--config", "c", "--trusted-proxy", "10.0.0.0/8", "--trusted-proxy", "::1"][..],
            &["--config", "c", "--trusted-proxy", "10.0.0.0/8,::1"][..],
        ] {
            assert_eq!(parse(args).unwrap().listen.settings().trusted_proxies.len(), 2);
        }
    }

    #[test]
    fn what_cannot_be_is_refused_by_name() {
        for (flag, value) in [
            ("--address", "localhost"),
            ("--workers", "0"),
            ("--base-url", "gw.example"),
            ("--trusted-proxy", "10.0.0.0/33"),
            ("--max-requests", "0"),
            ("--request-timeout", "0"),
            ("--log-format", "xml"),
        ] {
            let error = parse(&["--config", "c", flag, value]).unwrap_err().to_string();
            assert!(error.contains(flag), "{error}");
        }
        assert!(parse(&[]).is_err());
    }
}
