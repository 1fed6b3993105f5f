public import Hummingbird
public import Web

/// A service as a value: what it answers, what it consumes, what it does by itself. Built by one function, in tests too.
public struct ServiceDefinition: Sendable {
    /// Answers HTTP requests.
    public let responder: RouterResponder<LayakRequestContext>
    /// Its routes, for the meta-test.
    public let routes: [GuardedRoute]
    /// What it does besides, for instance sending mail.
    public let background: [BackgroundWork]

    /// A service with everything said. No route can be added to `router` afterwards.
    public init(
        router: GuardedRouter, background: [BackgroundWork] = []
    ) {
        self.routes = router.routes
        self.responder = router.buildResponder()
        self.background = background
    }
}
