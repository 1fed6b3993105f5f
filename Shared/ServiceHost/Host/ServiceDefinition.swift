public import Hummingbird
public import MessagingLive
public import Web

/// A service as a value: what it answers, what it consumes, what it does by itself. Built by one function, in tests too.
public struct ServiceDefinition: Sendable {
    /// Answers HTTP requests.
    public let responder: RouterResponder<LayakRequestContext>
    /// Its routes, for the meta-test.
    public let routes: [GuardedRoute]
    /// The events that it acts on.
    public let eventHandlers: [AnyEventHandler]
    /// The commands that it carries out.
    public let commandHandlers: [AnyCommandHandler]
    /// What it does when a timer is due.
    public let timers: [TimerHandler]
    /// What it does besides, for instance sending mail.
    public let background: [BackgroundWork]

    /// Measured when somebody reads `/metrics`: gauges by name. A number that cannot be told is left out.
    public let measure: @Sendable () async -> [(name: String, value: Double)]

    /// A service with everything said. No route can be added to `router` afterwards.
    public init(
        router: GuardedRouter, eventHandlers: [AnyEventHandler] = [], commandHandlers: [AnyCommandHandler] = [],
        timers: [TimerHandler] = [], background: [BackgroundWork] = [],
        measure: @escaping @Sendable () async -> [(name: String, value: Double)] = { [] }
    ) {
        self.routes = router.routes
        self.responder = router.buildResponder()
        self.eventHandlers = eventHandlers
        self.commandHandlers = commandHandlers
        self.timers = timers
        self.background = background
        self.measure = measure
    }
}
