// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Glibc
import Synchronization
import Values

/// A thread that runs one closure and is joined once.
final class LoopThread: Sendable {
    private final class Body: Sendable {
        let name: String
        let run: @Sendable () -> Void

        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }

    private let handle: Mutex<pthread_t?>

    /// Starts the thread.
    ///
    /// - Throws: `ValueError` when the system has none left.
    init(name: String, _ run: @escaping @Sendable () -> Void) throws(ValueError) {
        let body = Unmanaged.passRetained(Body(name: name, run: run))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                let body = Unmanaged<Body>.fromOpaque(context).takeRetainedValue()
                parcelpost_name_thread(body.name)
                // A server that closes while OpenSSL writes raises SIGPIPE in this thread; all other signals belong to
                // the threads that wait for them.
                var all = sigset_t()
                sigfillset(&all)
                pthread_sigmask(SIG_BLOCK, &all, nil)
                // libcurl turns internationalised host names into ASCII by the thread's locale.
                let locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)
                let previous = locale.map { uselocale($0) }
                body.run()
                if let previous { uselocale(previous) }
                if let locale { freelocale(locale) }
                return nil
            }, body.toOpaque())
        guard code == 0 else {
            body.release()
            throw ValueError("no thread could be started")
        }
        self.handle = Mutex(thread)
    }

    /// Waits for the thread's end, unless it is the caller itself or was joined before.
    func join() {
        let thread = handle.withLock { handle in
            defer { handle = nil }
            return handle
        }
        guard let thread else { return }
        if pthread_equal(thread, pthread_self()) != 0 {
            pthread_detach(thread)
        } else {
            pthread_join(thread, nil)
        }
    }
}
