//! A file that is seen under its name only once it is whole.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// A file that is being written beside its place. Dropped before [`WholeFile::finish`], it leaves no trace, and what
/// stood in its place is as it was.
#[derive(Debug)]
pub struct WholeFile {
    file: File,
    /// Where it is written; none for what cannot be replaced, such as a pipe.
    part: Option<PathBuf>,
    place: PathBuf,
}

impl WholeFile {
    /// # Errors
    /// If nothing can be written there.
    pub fn create(path: &Path) -> io::Result<Self> {
        let known = match fs::metadata(path) {
            Ok(known) => Some(known),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        // Put in the place of a device, a file would break the machine; in that of a link, it would hide the file.
        if known.as_ref().is_some_and(|it| !it.is_file()) {
            let file = File::options().write(true).open(path)?;
            return Ok(Self { file, part: None, place: path.to_owned() });
        }
        let place = if known.is_some() { path.canonicalize()? } else { path.to_owned() };
        let mut name = place.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let part = place.with_file_name(name);
        let this = Self { file: File::create(&part)?, part: Some(part), place };
        if let Some(known) = known {
            this.file.set_permissions(known.permissions())?;
        }
        Ok(this)
    }

    #[must_use]
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Puts the file in its place, once it is safely on the disk.
    ///
    /// # Errors
    /// If the disk refuses; what stood in the place stands there still.
    pub fn finish(mut self) -> io::Result<()> {
        let Some(part) = &self.part else { return Ok(()) };
        self.file.sync_all()?;
        fs::rename(part, &self.place)?;
        self.part = None;
        Ok(())
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if let Some(part) = &self.part {
            // Nothing more can be done about a part that stays, and its name says what it is.
            let _ = fs::remove_file(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name());
        let mut names: Vec<_> = names.map(|it| it.into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_that_breaks_off_leaves_the_one_before_it_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("comments.csv");
        fs::write(&path, "yesterday").unwrap();

        let broken = WholeFile::create(&path).unwrap();
        broken.file().write_all(b"tod").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"yesterday");
        drop(broken);
        assert_eq!(names(folder.path()), ["comments.csv"]);

        let whole = WholeFile::create(&path).unwrap();
        whole.file().write_all(b"today").unwrap();
        whole.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"today");
        assert_eq!(names(folder.path()), ["comments.csv"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_devices_stay_devices() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file.csv"), folder.path().join("link.csv"));
        fs::write(&file, "yesterday").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();

        for path in [link.as_path(), Path::new("/dev/null")] {
            let whole = WholeFile::create(path).unwrap();
            whole.file().write_all(b"today").unwrap();
            whole.finish().unwrap();
        }

        assert_eq!(fs::read(&file).unwrap(), b"today");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
