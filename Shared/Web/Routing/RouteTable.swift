internal import Synchronization

/// The routes of one service, filled while it is built and read while it runs.
final class RouteTable: Sendable {
    private let routes = Mutex<[GuardedRoute]>([])

    func add(_ route: GuardedRoute) { self.routes.withLock { $0.append(route) } }

    var all: [GuardedRoute] { self.routes.withLock { $0 } }

    /// The methods that an address knows; empty when there is nothing at this address.
    func methods(at address: String) -> [String] {
        var methods = Set(self.all.filter { $0.matches(address) }.map(\.method))
        if methods.contains("GET") { methods.insert("HEAD") }
        return methods.sorted()
    }
}
