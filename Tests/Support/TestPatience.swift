import Glibc

/// How much longer than usual this process may take.
///
/// ThreadSanitizer makes everything several times slower, and on two cores the tests that only compute hold the threads
/// that all the others share: then a message may be longer on its way than a deadline that is generous otherwise.
public enum TestPatience {
    /// 4 under ThreadSanitizer, otherwise 1. Every deadline of a test is multiplied with it.
    // The sanitizer's runtime is part of the program, so its symbols are there to be found.
    public static let factor = dlsym(nil, "__tsan_init") == nil ? 1 : 4
}
