//! What an operation runs.

use super::Written;
use super::call::Call;
use crate::catalog::problem::Problems;
use crate::catalog::template;
use crate::catalog::{Body, Engine, Routine};
use crate::edm::OperationKind;

pub(super) fn build(
    written: &Written<'_>,
    call: &Call,
    engine: Engine,
    problems: &mut Problems,
) -> Option<Routine> {
    let place = written.place;
    let body = match (written.sql, written.procedure) {
        (Some(sql), None) => {
            let names: Vec<&str> = call.arguments.iter().map(|(name, _)| name.as_str()).collect();
            match template::pieces(sql, engine, &names) {
                Ok(pieces) => Body::Statement(pieces),
                Err(faults) => {
                    for fault in faults {
                        problems.error(sql.at, format!("{place}.sql"), fault.message, fault.remedy);
                    }
                    return None;
                }
            }
        }
        (None, Some(name)) => {
            let place = format!("{place}.procedure");
            if engine == Engine::Sqlite {
                let message = "SQLite has no stored procedures";
                problems.error(name.at, place, message, "write the statement as sql: instead");
                return None;
            }
            if written.kind == (OperationKind::Function { composable: true }) {
                let message = "a composable function needs a statement";
                let remedy = "write sql: SELECT … instead, or delete composable";
                problems.error(name.at, place, message, remedy);
                return None;
            }
            let Some(parts) = name.parts() else {
                let remedy = "write schema.name, or { schema: …, name: … } if a part has a dot in it";
                problems.error(name.at, place, "this is not one procedure's name", remedy);
                return None;
            };
            Body::Procedure { schema: parts.schema, name: parts.name }
        }
        _ => {
            let message =
                format!("the {} '{}' says not, or twice, what it runs", written.word(), **written.name);
            problems.error(written.name.at, place, message, "write sql: or procedure:");
            return None;
        }
    };
    let arguments = call.arguments.iter().map(|(_, ty)| *ty).collect();
    Some(Routine { body, arguments, writes: written.kind == OperationKind::Action })
}
