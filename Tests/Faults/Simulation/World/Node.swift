/// One process of a service: alive, frozen or dead, with a clock that may be wrong.
final class Node {
    let service: Int
    let index: Int
    /// How far its clock is off.
    var clockError: Micros = 0
    /// Another one for every life, so that nothing meant for the last one reaches the next.
    private(set) var life = 0
    private(set) var isAlive = false
    private(set) var isFrozen = false
    private var held: [() -> Void] = []
    private(set) var solitude = Solitude()
    /// What runs in it while it lives.
    var parts: [any Part] = []

    init(service: Int, index: Int) {
        self.service = service
        self.index = index
    }

    var name: String { "\(self.service == 0 ? "a" : "b")\(self.index + 1)" }

    func start() {
        self.isAlive = true
        for part in self.parts { part.start() }
    }

    func kill() {
        self.isAlive = false
        self.isFrozen = false
        self.life += 1
        self.held = []
        self.solitude = Solitude()
        self.parts = []
    }

    func freeze() { self.isFrozen = true }

    func thaw() {
        guard self.isFrozen else { return }
        self.isFrozen = false
        let held = self.held
        self.held = []
        for (index, action) in held.enumerated() {
            // It may be killed by what it learns first.
            guard self.isAlive, !self.isFrozen else {
                self.held = Array(held[index...])
                return
            }
            action()
        }
    }

    func perform(_ life: Int, _ action: @escaping () -> Void) {
        guard self.isAlive, self.life == life else { return }
        if self.isFrozen { self.held.append(action) } else { action() }
    }
}

/// A loop of a node: it drives one production machine.
protocol Part: AnyObject {
    func start()
}
