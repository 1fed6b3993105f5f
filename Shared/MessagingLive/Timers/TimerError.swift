/// Why a timer cannot be armed.
public enum TimerError: Error, Hashable, CustomStringConvertible {
    /// No build of this service that has started on this database has a handler of this name. A timer that nobody fires
    /// would be forgotten in silence.
    case unknownName(String)

    public var description: String {
        switch self {
        case .unknownName(let name): "no handler of this service knows timers of the name \(name)"
        }
    }
}
