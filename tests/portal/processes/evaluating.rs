//! `lectern campaigns evaluate`: how comments are grouped, tried on labels, without a database.

use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use super::program::run_alone;

const LETTER: &str = "Please withdraw this rule. It would let unlined ponds leak into the water that our children drink, \
    and nobody would have to clean up what the plants have left behind.";
const OTHER: &str = "My grandmother pays half of her pension for heating in winter, and a national average says \
    nothing about what her house in the mountains needs.";

/// A folder with the labels and the comments that a story needs.
struct Files(TempDir);

impl Files {
    fn new(labels: &str, comments: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("labels.csv"), labels).unwrap();
        std::fs::write(folder.path().join("comments.csv"), comments).unwrap();
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn evaluate(&self, more: &[&str]) -> (i32, String, String) {
        let [labels, comments] = ["labels.csv", "comments.csv"].map(|it| self.path(it));
        let files = [labels.to_str().unwrap(), comments.to_str().unwrap()];
        run_alone(&[&["campaigns", "evaluate"], &files[..], more].concat())
    }

    fn json(&self) -> Value {
        let (code, said, complained) = self.evaluate(&["--json"]);
        assert_eq!(code, 0, "{complained}");
        serde_json::from_str(&said).unwrap()
    }
}

#[test]
fn campaigns_are_compared_with_labels_pair_by_pair_and_said_in_words_and_as_json() {
    let comments = format!(
        "source_id,docket,text\n\
        a-1,D,\"{LETTER}\"\na-2,D,\"I am a nurse and see it daily. {LETTER}\"\na-3,D,\"{OTHER}\"\n\
        a-4,D,\"{OTHER} {LETTER}\"\na-5,D,\"{LETTER}\"\na-6,D,Too short.\n"
    );
    // The fourth is labeled wrongly, the fifth not at all, and of the seventh there is no comment.
    let labels = "source_id,cluster\na-1,ash\na-2,ash\na-3,\na-4,\na-6,ash\na-7,ash\n";
    let files = Files::new(labels, &comments);

    let found = files.json();

    assert_eq!(found["n_comments"], 6, "{found}");
    assert_eq!(found["n_labeled"], 5);
    assert_eq!(found["n_labels_without_comment"], 1);
    assert_eq!(found["n_short"], 1);
    assert_eq!(found["n_campaigns"], 1);
    // Together: 1, 2 and 4. Labeled together: 1, 2 and 6.
    assert_eq!((&found["n_pairs_together"], &found["n_pairs_labeled"]), (&3.into(), &3.into()));
    assert_eq!(found["n_pairs_right"], 1);
    let third = 1.0 / 3.0;
    assert_eq!((found["precision"].as_f64(), found["recall"].as_f64()), (Some(third), Some(third)));
    assert_eq!(found["purity"].as_f64(), Some(2.0 / 3.0));
    let (code, said, _) = files.evaluate(&[]);
    assert_eq!(code, 0);
    for line in
        ["precision 0.3333: 1 of the 3 pairs", "recall 0.3333: 1 of the 3", "cluster purity 0.6667"]
    {
        assert!(said.contains(line), "{said}");
    }
}

#[test]
fn where_there_is_no_pair_precision_recall_and_purity_are_one() {
    let files =
        Files::new("source_id,cluster\na-1,\n", &format!("source_id,body\na-1,\"{OTHER}\"\n"));

    let found = files.json();

    for figure in ["precision", "recall", "purity"] {
        assert_eq!(found[figure].as_f64(), Some(1.0), "{figure}");
    }
}

#[test]
fn a_row_that_cannot_be_read_is_named_with_its_line_and_counts_as_in_no_campaign() {
    let comments = format!("source_id,text\na-1,\"{LETTER}\"\na-2,\"  \"\na-1,\"{OTHER}\"\n");
    let files = Files::new("source_id,cluster\na-1,ash\na-2,ash\n", &comments);

    let (code, said, complained) = files.evaluate(&["--json"]);

    assert_eq!(code, 0);
    assert!(complained.contains("comments.csv:3: The text is empty."), "{complained}");
    let found: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((&found["n_rejected"], &found["n_repeated"]), (&1.into(), &1.into()));
    assert_eq!(found["recall"].as_f64(), Some(0.0));
}

#[test]
fn labels_that_cannot_be_used_are_refused_with_file_and_line() {
    let comments = format!("source_id,text\na-1,\"{LETTER}\"\n");
    let cases = [
        ("source_id,family\na-1,x\n", "labels.csv:1: The first row lacks the column cluster."),
        (
            "source_id,cluster\na-1,x\n\na-1,y\n",
            "labels.csv:4: a-1 has another cluster further up.",
        ),
        ("source_id,cluster\na-1\n", "labels.csv:2: The row has 1 fields, the first row has 2."),
        ("source_id,cluster\n ,x\n", "labels.csv:2: source_id is empty."),
    ];
    for (labels, message) in cases {
        let (code, _, complained) = Files::new(labels, &comments).evaluate(&[]);
        assert_eq!(code, 1, "{complained}");
        assert!(complained.contains(message), "{complained}");
    }
    let labels = "\u{FEFF}cluster,Source_ID,note\nx,a-1,kept\nx,a-1,again\n";
    assert_eq!(Files::new(labels, &comments).json()["n_labeled"], 1);
}
