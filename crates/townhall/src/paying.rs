//! How the town takes money: the provider of the settings, the practice bank in the demo, or none.

use payments::{Cashier, Practice, Provider, ProviderError, Rest, Secret, Stripe};
use store::Db;
use web::Town;

use crate::Failure;
use crate::settings::Settings;
use crate::town::{Ambience, Mode};

/// Puts the cashier together; a key that cannot be read, or an address that makes no sense, is told.
pub fn cashier(
    settings: &Settings,
    mode: Mode,
    db: &Db,
    town: &Town,
    ambience: &Ambience,
) -> Result<Cashier, Failure> {
    let wrong = |error: ProviderError| Failure(format!("payment-url is wrong: {error}."));
    let Some(provider) = settings.payment_provider.as_deref() else {
        if mode == Mode::Town {
            return Ok(Cashier::default());
        }
        let (clock, rng) = (ambience.clock.clone(), ambience.rng.clone());
        let bank = Practice::new(db.clone(), clock, rng, &town.base_url);
        return Ok(Cashier::new(Provider::Practice(bank)));
    };
    let key = secret(settings.payment_key_file.as_deref(), "payment-key-file")?;
    let key = key.ok_or_else(|| {
        Failure(
            "payment-provider is set, but payment-key-file is not: the provider needs a key."
                .into(),
        )
    })?;
    let file = settings.payment_webhook_secret_file.as_deref();
    let notices = secret(file, "payment-webhook-secret-file")?;
    let address = settings.payment_url.as_deref();
    let provider = match (provider, address) {
        ("stripe", _) => Provider::Stripe(Stripe::new(address, key, notices).map_err(wrong)?),
        ("rest", Some(address)) => Provider::Rest(Rest::new(address, key, notices).map_err(wrong)?),
        ("rest", None) => {
            let told = "payment-provider is rest, so payment-url must say where the service is.";
            return Err(Failure(told.into()));
        }
        (other, _) => {
            let told = format!("The setting payment-provider is `{other}`; use stripe or rest.");
            return Err(Failure(told));
        }
    };
    Ok(Cashier::new(provider))
}

fn secret(file: Option<&std::path::Path>, key: &str) -> Result<Option<Secret>, Failure> {
    let Some(file) = file else { return Ok(None) };
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::file(&format!("read {key}"), file, &error))?;
    if text.trim().is_empty() {
        return Err(Failure(format!("{key} is empty: {}", file.display())));
    }
    Ok(Some(Secret::new(&text)))
}
