//! Which part of the program a raw request path is for. Text in, a [`Route`] out; nothing is
//! decoded.

/// Where a request goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route<'p, S> {
    /// `/healthz`: is the process alive?
    Alive,
    /// `/readyz`: do the sources answer?
    Ready,
    /// To a service.
    Service {
        /// Which one.
        service: S,
        /// The raw path below its root, without slashes at either end; empty for the root.
        rest: &'p str,
    },
}

/// Finds the service with the longest path that is a prefix of `path` in whole segments. The
/// health paths give way to a service of such a path, but not to one at `/`.
///
/// Stray slashes before and behind the path below the root are dropped: a data source's URL may
/// end in a slash, so that `//$metadata` is asked for.
pub(super) fn route<'s, 'p, S>(
    services: impl IntoIterator<Item = (&'s str, S)>,
    path: &'p str,
) -> Option<Route<'p, S>> {
    let path = path.trim_start_matches('/');
    let found = services
        .into_iter()
        .filter_map(|(root, service)| {
            let root = root.trim_matches('/');
            Some((root.len(), service, below(root, path)?))
        })
        .max_by_key(|(length, ..)| *length);
    match found {
        Some((1.., service, rest)) => Some(Route::Service { service, rest }),
        at_root => match path.trim_end_matches('/') {
            "healthz" => Some(Route::Alive),
            "readyz" => Some(Route::Ready),
            _ => at_root.map(|(_, service, rest)| Route::Service { service, rest }),
        },
    }
}

/// What of `path` is below `root`, both without leading slash.
fn below<'p>(root: &str, path: &'p str) -> Option<&'p str> {
    let rest = path.strip_prefix(root)?;
    let whole_segments = root.is_empty() || rest.is_empty() || rest.starts_with('/');
    whole_segments.then(|| rest.trim_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Routes among services that are known by their paths.
    fn routed<'p>(roots: &[&'static str], path: &'p str) -> Option<Route<'p, &'static str>> {
        route(roots.iter().map(|root| (*root, *root)), path)
    }

    fn service<'p>(service: &'static str, rest: &'p str) -> Option<Route<'p, &'static str>> {
        Some(Route::Service { service, rest })
    }

    #[test]
    fn the_longest_path_in_whole_segments_wins() {
        for (path, root, rest) in [
            ("/", "/", ""),
            ("/Orders", "/", "Orders"),
            ("/erp", "/erp", ""),
            ("/erp/", "/erp", ""),
            ("/erp/Orders(1)/Lines", "/erp", "Orders(1)/Lines"),
            ("/erpx/Orders", "/", "erpx/Orders"),
            ("/erp/archive/$metadata", "/erp/archive", "$metadata"),
            ("/erp/archives", "/erp", "archives"),
            ("/ERP/Orders", "/", "ERP/Orders"),
        ] {
            assert_eq!(routed(&["/", "/erp", "/erp/archive"], path), service(root, rest), "{path}");
        }
    }

    #[test]
    fn stray_slashes_at_the_ends_are_dropped_and_nothing_is_decoded() {
        for (path, rest) in [
            ("//$metadata", "$metadata"),
            ("///", ""),
            ("/Orders/", "Orders"),
            ("/Docs('a%2Fb')/%24value", "Docs('a%2Fb')/%24value"),
            ("/Docs//Name", "Docs//Name"),
        ] {
            assert_eq!(routed(&["/"], path), service("/", rest), "{path}");
        }
        assert_eq!(routed(&["/erp/"], "//erp//$metadata"), service("/erp/", "$metadata"));
    }

    #[test]
    fn no_service_no_route() {
        for path in ["/crm/Orders", "/", "*", ""] {
            assert_eq!(routed(&["/erp"], path), None, "{path}");
        }
        assert_eq!(routed(&[], "/erp"), None);
    }

    #[test]
    fn health_gives_way_to_a_service_of_that_path_only() {
        assert_eq!(routed(&["/"], "/healthz"), Some(Route::Alive));
        assert_eq!(routed(&[], "/readyz"), Some(Route::Ready));
        assert_eq!(routed(&["/"], "/readyz/"), Some(Route::Ready));
        assert_eq!(routed(&["/healthz", "/"], "/healthz"), service("/healthz", ""));
        assert_eq!(routed(&["/erp"], "/erp/healthz"), service("/erp", "healthz"));
    }
}
