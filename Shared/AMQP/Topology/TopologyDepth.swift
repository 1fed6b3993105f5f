/// How closely ``Topology/check(on:depth:)`` looks.
public enum TopologyDepth: Sendable, Hashable {
    /// Whether everything is there. Needs no right at all.
    case existence
    /// Besides, whether kinds and arguments are as said. Needs the right to configure.
    case arguments
}
