//! Photos that people attach: taken in, made harmless, kept, handed out.
//!
//! A photo's type is told by its content and never by its name. It is decoded within bounds, turned
//! upright, made no larger than a screen needs, and written anew as JPEG: where it was taken, on
//! what device, and whatever else lay in the file is gone. The bytes lie in a folder under their
//! SHA-256, a row in the table `files` says whose they are. Who may see a photo is the callers'
//! matter: look at [`FileRow`] before reading.
//!
//! ```
//! use base::{CaseId, Clock, IdMaker};
//! use files::{Files, IntakeError, Owner, Variant, Visibility};
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! # let (test, folder) = (store::testing::sqlite(), tempfile::tempdir().unwrap());
//! # let (db, clock) = (test.db(), Clock::fixed(jiff::Timestamp::UNIX_EPOCH));
//! # let ids = IdMaker::new(clock.clone(), 0);
//! # let mut upload = std::io::Cursor::new(Vec::new());
//! # image::DynamicImage::new_rgb8(40, 30).write_to(&mut upload, image::ImageFormat::Png).unwrap();
//! # let upload = bytes::Bytes::from(upload.into_inner());
//! let files = Files::open(folder.path()).unwrap();
//!
//! let refused = files.intake(bytes::Bytes::from("not a photo"), "holiday.jpg").await;
//! assert_eq!(refused.unwrap_err(), IntakeError::NotAPhoto);
//!
//! // While the form is being filled in: the photo belongs to the draft.
//! let photo = files.intake(upload, "pothole.png").await.unwrap();
//! let kept = files.keep(&photo).await.unwrap();
//! let (draft, case) = (Owner::new("draft", 1), Owner::case(CaseId(7)));
//! let file = db.write(move |tx| files::record(tx, &kept, draft, clock.now(), &ids)).await.unwrap();
//!
//! // In the transaction that opens the case: only a photo of this draft can be attached.
//! let attached = db.write(move |tx| files::attach(tx, file, draft, case, Visibility::Private)).await;
//! assert!(attached.unwrap());
//!
//! let row = db.read(move |tx| files::get(tx, file)).await.unwrap().unwrap();
//! let content = files.read(&row, Variant::Thumbnail).await.unwrap();
//! assert_eq!(content.media_type, "image/jpeg");
//! # }
//! ```

mod attachments;
mod backup;
mod exif;
mod folder;
mod intake;
mod jpeg;
mod kind;
mod photo;
mod sweep;

pub use attachments::{
    FileRow, Owner, Visibility, after, attach, count, detach, discard, get, of_owner, record,
    remove, show,
};
pub use backup::{Pictures, is_of, pictures};
pub use folder::{Content, FileError, Files, Kept, Variant};
pub use intake::{IntakeError, MAX_BYTES, MAX_PIXELS};
pub use photo::Photo;
pub use sweep::{SweepError, Swept};

/// Every statement of this crate, for the check that prepares each on both engines.
pub fn statements() -> Vec<store::Described> {
    [attachments::statements(), backup::statements()].concat()
}
