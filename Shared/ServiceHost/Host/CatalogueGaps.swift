public import Contracts
import MessagingLive

extension ServiceDefinition {
    /// How the registered handlers differ from what the catalogues say of this service, in sentences; empty when they agree.
    ///
    /// A type that the catalogue gives to this service and that nobody handles would be acknowledged and forgotten; a type
    /// that is handled but not in the catalogue would never arrive.
    public func catalogueGaps(of service: ServiceName) -> [String] {
        let wanted = Set(
            EventCatalogue.all.filter { $0.consumers.contains(service) }.map { $0.body.type }
                + CommandCatalogue.all.filter { $0.service == service }.map { $0.body.type })
        let handled = Set(self.eventHandlers.map(\.type) + self.commandHandlers.map(\.type))
        return wanted.subtracting(handled).map { "nobody handles \($0)" }.sorted()
            + handled.subtracting(wanted).map { "\($0) is handled but not given to \(service)" }.sorted()
    }
}
