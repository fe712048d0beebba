//! The lists of a definition whose items have pages of their own: areas, and questions.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use lectern_templates::administration::{self, AddForm, DefinitionList, ListItem};
use lectern_templates::form::Choice;
use maud::Markup;
use serde::Deserialize;

use super::access::{DoneQuery, area_base, base, open, questions_base, trail};
use super::words;
use crate::app::AppState;
use crate::auth::administration::definitions::{self, Opened, Unsaved, mark_of_list};
use crate::auth::staff::Administrator;
use crate::domain::definition::parts::Asker;
use crate::domain::definition::parts::lists::{Edit, List};
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::Fields;
use crate::domain::question::{Question, QuestionKind};
use crate::error::{AppError, AppResult};
use crate::handlers::reply::{page, page_with, refused, see_other, summary};
use crate::http::forms::StrictForm;
use crate::models::audit::Actor;

/// Whose questions an address is about.
#[derive(Debug, Deserialize)]
pub struct QuestionsAddress {
    initiative: String,
    area: Option<String>,
}

impl QuestionsAddress {
    fn list(self) -> (String, List) {
        let asker = self.area.map_or(Asker::Everywhere, Asker::Area);
        (self.initiative, List::Questions(asker))
    }
}

/// Lists the areas.
pub async fn list_areas(
    administrator: Administrator,
    slug: Path<String>,
    query: Query<DoneQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    show(&administrator, &slug, &List::Areas, &query, &state).await
}

/// Adds, moves or removes an area.
pub async fn change_areas(
    administrator: Administrator,
    slug: Path<String>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    change(&administrator, &slug, &List::Areas, &form, &state).await
}

/// Lists the questions of an area, or of all.
pub async fn list_questions(
    administrator: Administrator,
    path: Path<QuestionsAddress>,
    query: Query<DoneQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let (slug, list) = path.into_inner().list();
    show(&administrator, &slug, &list, &query, &state).await
}

/// Adds, moves or removes a question.
pub async fn change_questions(
    administrator: Administrator,
    path: Path<QuestionsAddress>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let (slug, list) = path.into_inner().list();
    change(&administrator, &slug, &list, &form, &state).await
}

async fn show(
    administrator: &Administrator,
    slug: &str,
    list: &List,
    query: &DoneQuery,
    state: &AppState,
) -> AppResult<HttpResponse> {
    let opened = open(&mut *state.db().await?, administrator, slug, list.area()).await?;
    Ok(page(view(&opened, list, &Fields::default(), &FieldErrors::default(), query.words())))
}

async fn change(
    administrator: &Administrator,
    slug: &str,
    list: &List,
    form: &StrictForm,
    state: &AppState,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let opened = open(&mut conn, administrator, slug, list.area()).await?;
    let names: Vec<&str> = ["seen", "intent"].iter().chain(list.names()).copied().collect();
    let mut errors = form.check_names(&names);
    if form.fields.one("seen").is_empty() {
        errors.add("", "Open this page again.");
    }
    let edit = Edit::parse(form.fields.one("intent"));
    let edit = errors.keep("", edit.ok_or_else(|| "Press one of the buttons.".to_owned()));
    if let (Some(edit), true) = (edit, errors.is_empty()) {
        let actor = Actor::Account(administrator.account.id);
        let edited = (slug, list);
        match definitions::edit_list(&mut conn, actor, edited, &edit, &form.fields).await {
            Ok(Some(added)) => {
                return Ok(see_other(&format!("{}/{added}?done=added", path_of(slug, list))));
            }
            Ok(None) => return Ok(see_other(&format!("{}?done=saved", path_of(slug, list)))),
            Err(Unsaved::Wrong(wrong)) => errors = wrong,
            Err(Unsaved::SomebodyWasFirst) => {
                let now = open(&mut conn, administrator, slug, list.area()).await?;
                errors.add(
                    "",
                    "Somebody changed this list, or something in it, meanwhile, so nothing was done. Here it is as it \
                     stands now.",
                );
                let view = view(&now, list, &form.fields, &errors, None);
                return Ok(page_with(StatusCode::CONFLICT, view));
            }
            Err(Unsaved::Diesel(error)) => return Err(error.into()),
            Err(Unsaved::NotFound) => return Err(AppError::NotFound),
        }
    }
    Ok(page_with(refused(form), view(&opened, list, &form.fields, &errors, None)))
}

fn path_of(slug: &str, list: &List) -> String {
    match list {
        List::Areas => format!("{}/areas", base(slug)),
        List::Questions(asker) => questions_base(slug, asker),
    }
}

fn view(
    opened: &Opened,
    list: &List,
    typed: &Fields,
    errors: &FieldErrors,
    done: Option<&str>,
) -> Markup {
    let slug = &opened.definition.slug;
    let (title, lead, empty) = heading(list);
    administration::definition_list(&DefinitionList {
        title,
        trail: trail(opened, list.area()),
        lead,
        action: &path_of(slug, list),
        items: items(opened, list),
        empty,
        add: add_form(list, typed),
        seen: &mark_of_list(list, &opened.definition),
        links: links(slug, list),
        done,
        errors: summary(errors),
    })
}

fn heading(list: &List) -> (&'static str, &'static str, &'static str) {
    match list {
        List::Areas => (
            "Areas",
            "In the order in which the page of the initiative lists them. An area that is published stays.",
            "There is no area yet.",
        ),
        List::Questions(Asker::Everywhere) => (
            "Questions of every area",
            "Each area asks these after its own questions. Nobody has to answer one unless an area requires it.",
            "No question is asked in every area.",
        ),
        List::Questions(Asker::Area(_)) => (
            "Questions",
            "The area's own questions, in the order of the form; those of every area come after them. A question that is \
             removed is asked no more, and the answers to it stay.",
            "The area asks no question of its own. The comment itself is always asked for.",
        ),
    }
}

fn items<'a>(opened: &'a Opened, list: &List) -> Vec<ListItem<'a>> {
    match list {
        List::Areas => opened
            .definition
            .areas
            .iter()
            .map(|it| {
                let is_published = opened.permanent.areas.contains(&it.slug);
                let note = if is_published { "Published" } else { "Not published yet" };
                let (name, title) = (it.slug.as_str(), it.title.as_str());
                ListItem { name, title, note: note.to_owned(), is_removable: !is_published }
            })
            .collect(),
        List::Questions(asker) => {
            let questions = asker.questions(&opened.definition).unwrap_or_default();
            let item = |it: &'a Question| ListItem {
                name: &it.key,
                title: &it.prompt,
                note: words::note(it),
                is_removable: true,
            };
            questions.iter().map(item).collect()
        }
    }
}

fn add_form<'a>(list: &List, typed: &'a Fields) -> AddForm<'a> {
    let typed = |name| typed.one(name);
    match list {
        List::Areas => AddForm {
            heading: "Add an area",
            title_label: "Title",
            name_label: "Slug",
            name_hint: "The last word of its address. Left empty, it is made from the title.",
            kinds: Vec::new(),
            title: typed("title"),
            name: typed("name"),
            kind: "",
        },
        List::Questions(_) => AddForm {
            heading: "Add a question",
            title_label: "Question",
            name_label: "Key",
            name_hint: "Names its column in the dataset. Left empty, it is made from the question.",
            kinds: QuestionKind::ALL
                .iter()
                .map(|it| Choice { value: it.as_str(), label: it.label() })
                .collect(),
            title: typed("title"),
            name: typed("name"),
            kind: typed("kind"),
        },
    }
}

fn links(slug: &str, list: &List) -> Vec<(String, &'static str)> {
    match list {
        List::Questions(Asker::Area(area)) => vec![
            (format!("{}/preview/comment", area_base(slug, area)), "Preview of the form"),
            (format!("{}/questions", base(slug)), "Questions of every area"),
        ],
        _ => Vec::new(),
    }
}
