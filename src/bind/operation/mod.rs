//! Functions and actions in a path (URL Conventions, section 4.5): which one is meant, and with
//! which arguments.

pub(super) mod argument;
pub(super) mod body;
pub(super) mod invocation;

use odata_params::ast::{Argument, QueryOption, QueryOptionKind};

use super::error::Error;
use super::{Aliases, Environment};
use crate::edm::{Binding, Operation, Value};

/// The operations of one name that can be called on one thing: overloads.
pub(super) struct Overloads<'a> {
    list: Vec<(usize, &'a Operation)>,
}

impl<'a> Overloads<'a> {
    /// Those called `name` on `binding`. A bound operation may be named with its namespace or
    /// without (section 4.5, the namespace being the default one), an import only without.
    pub(super) fn named(name: &str, binding: Option<Binding>, environment: &Environment<'a>) -> Option<Self> {
        let model = environment.model;
        let qualified = name.strip_prefix(model.namespace.as_str()).and_then(|rest| rest.strip_prefix('.'));
        let simple = qualified.filter(|_| binding.is_some()).unwrap_or(name);
        let list: Vec<_> = model
            .operations
            .iter()
            .enumerate()
            .filter(|(_, operation)| operation.name == simple && operation.binding == binding)
            .collect();
        (!list.is_empty()).then_some(Self { list })
    }

    /// The overload that takes exactly the parameters given (Protocol, section 11.5.4.2), and their
    /// values in its order. An action's are in the body.
    ///
    /// # Errors
    /// Parameters that no overload takes, and values that do not fit.
    pub(super) fn choose(
        &self,
        arguments: Option<&[Argument]>,
        aliases: &Aliases<'_>,
        options: &[QueryOption],
    ) -> Result<(usize, Vec<Value>), Error> {
        if let [(index, operation)] = self.list.as_slice()
            && operation.is_action()
        {
            return match arguments {
                None | Some([]) => Ok((*index, Vec::new())),
                Some(_) => Err(Error::bad_request(format!(
                    "'{}' is an action: its parameters go into the body",
                    operation.name
                ))),
            };
        }
        match arguments {
            Some(arguments) => self.inline(arguments, aliases),
            None => self.implicit(aliases, options),
        }
    }

    /// `(Lat=1,Lon=@lon)`
    fn inline(&self, arguments: &[Argument], aliases: &Aliases<'_>) -> Result<(usize, Vec<Value>), Error> {
        let mut given: Vec<(&str, &Argument)> = Vec::with_capacity(arguments.len());
        for argument in arguments {
            let Some(name) = argument.name.as_deref() else {
                return Err(Error::bad_request(format!("parameters are named: {}", self.signatures()))
                    .at(argument.span));
            };
            if given.iter().any(|(known, _)| *known == name) {
                return Err(
                    Error::bad_request(format!("the parameter '{name}' is given twice")).at(argument.span)
                );
            }
            given.push((name, argument));
        }
        let names: Vec<&str> = given.iter().map(|(name, _)| *name).collect();
        let (index, operation) = self.taking(&names)?;
        let mut values = Vec::with_capacity(given.len());
        for parameter in &operation.parameters {
            let found = given.iter().find(|(name, _)| *name == parameter.name);
            let Some((name, argument)) = found else { return Err(self.mismatch(&names)) };
            let value = argument::in_url(name, &argument.value, &parameter.ty, aliases)
                .map_err(|error| error.at(argument.span))?;
            values.push(value);
        }
        Ok((index, values))
    }

    /// Without parentheses each parameter is an option of its own, `Lat=1` or `@Lat=1` (Protocol,
    /// section 11.5.4.1.1).
    fn implicit(&self, aliases: &Aliases<'_>, options: &[QueryOption]) -> Result<(usize, Vec<Value>), Error> {
        let is_taken = |name: &str| {
            self.list.iter().any(|(_, operation)| operation.parameters.iter().any(|p| p.name == name))
        };
        let mut given: Vec<(&str, &QueryOption)> = Vec::new();
        for option in options {
            let (QueryOptionKind::Alias { name, .. } | QueryOptionKind::Custom { name }) = &option.kind
            else {
                continue;
            };
            if !is_taken(name) {
                continue;
            }
            if given.iter().any(|(known, _)| known == name) {
                return Err(Error::bad_request(format!("the parameter '{name}' is given twice")));
            }
            given.push((name, option));
        }
        let names: Vec<&str> = given.iter().map(|(name, _)| *name).collect();
        let (index, operation) = self.taking(&names)?;
        let mut values = Vec::with_capacity(given.len());
        for parameter in &operation.parameters {
            let found = given.iter().find(|(name, _)| *name == parameter.name);
            let Some((name, option)) = found else { return Err(self.mismatch(&names)) };
            values.push(match &option.kind {
                QueryOptionKind::Alias { value, .. } => {
                    argument::in_url(name, value, &parameter.ty, aliases)?
                }
                _ => {
                    let expr = odata_params::parse_expr(option.text.trim())
                        .map_err(|error| Error::bad_request(format!("the parameter '{name}': {error}")))?;
                    argument::in_url(name, &expr, &parameter.ty, aliases)?
                }
            });
        }
        Ok((index, values))
    }

    fn taking(&self, names: &[&str]) -> Result<(usize, &'a Operation), Error> {
        let takes = |operation: &Operation| {
            operation.parameters.len() == names.len()
                && operation.parameters.iter().all(|parameter| names.contains(&parameter.name.as_str()))
        };
        let found = self.list.iter().find(|(_, operation)| takes(operation));
        found.copied().ok_or_else(|| self.mismatch(names))
    }

    fn mismatch(&self, names: &[&str]) -> Error {
        let signatures = self.signatures();
        Error::bad_request(match names {
            [] => format!("parameters are missing: {signatures}"),
            names => format!("there is no overload with the parameters {}: {signatures}", names.join(", ")),
        })
    }

    /// `write Near(Lat=…,Lon=…) or Near()`
    fn signatures(&self) -> String {
        let signature = |operation: &Operation| {
            let parameters: Vec<_> =
                operation.parameters.iter().map(|parameter| format!("{}=…", parameter.name)).collect();
            format!("{}({})", operation.name, parameters.join(","))
        };
        let all: Vec<_> = self.list.iter().map(|(_, operation)| signature(operation)).collect();
        format!("write {}", all.join(" or "))
    }
}
