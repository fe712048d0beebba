//! One address of the site: who gets an answer there, what it is limited by, and what answers.

use actix_web::http::Method;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig, resource};
use actix_web::{FromRequest, Handler, Responder, Route};

use crate::auth::keep_typed;
use crate::http::limits::{LimitedAction, limit};
use crate::http::read_only::{WhenReadOnly, hold};
use crate::limits::shared_limit;

/// Who gets an answer. The handler's signature enforces it; the matrix of the tests holds both against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// Everybody, and the same bytes for everybody: the handler reads by the role of the public.
    Public,
    /// Everybody; what they see may depend on who they are.
    Anybody,
    /// Whoever signed in and still has to give a code; those who are signed in already go on.
    Entering,
    /// Whoever is signed in sees what is theirs.
    Account,
    /// The same, and they proved within the last five minutes who they are.
    ProvedAccount,
    Moderator,
    /// Moderators and administrators, who enter what came on paper.
    Clerk,
    Administrator,
    /// The same, and they proved within the last five minutes who they are.
    ProvedAdministrator,
    /// Whoever sits at the machine of a portal that sends no mail.
    Mailbox,
}

/// An address with its policy: there is no other way to make one, so no page comes without.
pub struct Address {
    pub path: String,
    pub policy: Policy,
    pub limits: &'static [LimitedAction],
    pub methods: Vec<Method>,
    pub when_read_only: WhenReadOnly,
    routes: Vec<Route>,
}

/// An address that nothing answers yet.
pub fn at(path: impl Into<String>, policy: Policy, limits: &'static [LimitedAction]) -> Address {
    let when_read_only = match policy {
        Policy::Entering | Policy::Administrator | Policy::ProvedAdministrator => {
            WhenReadOnly::GoOn
        }
        _ => WhenReadOnly::Hold,
    };
    let (methods, routes) = (Vec::new(), Vec::new());
    Address { path: path.into(), policy, limits, methods, when_read_only, routes }
}

impl Address {
    pub fn get<F, Args>(self, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.answer(Method::GET, web::get().to(handler))
    }

    pub fn post<F, Args>(self, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.answer(Method::POST, web::post().to(handler))
    }

    /// Its forms are taken also while the site can only be read: without them nobody could end that.
    pub fn also_when_read_only(self) -> Self {
        Self { when_read_only: WhenReadOnly::GoOn, ..self }
    }

    fn answer(mut self, method: Method, route: Route) -> Self {
        self.methods.push(method);
        self.routes.push(route);
        self
    }

    /// Hands the address to the server. Where one has to be signed in, a form that comes without it loses nothing
    /// that was typed.
    pub fn register(self, site: &mut ServiceConfig) {
        let mut answering = resource(self.path);
        for route in self.routes {
            answering = answering.route(route);
        }
        let when = self.when_read_only;
        match self.policy {
            Policy::Account | Policy::Moderator | Policy::Clerk | Policy::Administrator => {
                let keep = from_fn(keep_typed::for_signed_in);
                let shared = shared_limit(self.limits);
                site.service(
                    answering.wrap(keep).wrap(shared).wrap(hold(when)).wrap(limit(self.limits)),
                );
            }
            Policy::ProvedAccount | Policy::ProvedAdministrator => {
                let keep = from_fn(keep_typed::for_proved);
                let shared = shared_limit(self.limits);
                site.service(
                    answering.wrap(keep).wrap(shared).wrap(hold(when)).wrap(limit(self.limits)),
                );
            }
            Policy::Public | Policy::Anybody | Policy::Entering | Policy::Mailbox => {
                let shared = shared_limit(self.limits);
                site.service(answering.wrap(shared).wrap(hold(when)).wrap(limit(self.limits)));
            }
        }
    }
}
