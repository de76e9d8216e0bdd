use crate::provider::Provider;

/// How a town takes money; without a provider nobody pays in the browser.
#[derive(Clone, Debug, Default)]
pub struct Cashier {
    provider: Option<Provider>,
}

impl Cashier {
    /// Takes money through a provider.
    pub fn new(provider: Provider) -> Self {
        Self { provider: Some(provider) }
    }

    /// Whether forms that cost something are paid before they become cases.
    pub fn takes_money(&self) -> bool {
        self.provider.is_some()
    }

    /// The provider for new payments.
    pub(crate) fn current(&self) -> Option<&Provider> {
        self.provider.as_ref()
    }

    /// The provider of an attempt. After a town has changed its provider the old one's attempts have none;
    /// they end in time, and the provider's own list shows what was paid.
    pub(crate) fn provider(&self, key: &str) -> Option<&Provider> {
        self.provider.as_ref().filter(|provider| provider.key() == key)
    }
}
