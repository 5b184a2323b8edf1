// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import CCurl

/// One libcurl easy handle with its error buffer; never leaves the loop's thread.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    private let errorBuffer: UnsafeMutablePointer<CChar>

    /// Makes a handle; nil when libcurl has no memory left.
    init?() {
        guard let pointer = curl_easy_init() else { return nil }
        self.pointer = pointer
        self.errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_easy_cleanup(pointer)
        errorBuffer.deallocate()
    }

    /// libcurl's words about the last failure; the code's general ones when it has none.
    func words(_ code: CURLcode) -> String {
        errorBuffer[0] == 0 ? String(cString: curl_easy_strerror(code)) : String(cString: errorBuffer)
    }

    /// Sets what every transfer has in common; `owner` comes back from the multi handle.
    func prepare(owner: UnsafeMutableRawPointer, protocols: String, caFile: String?, verifiesPeer: Bool) {
        errorBuffer[0] = 0
        set(CURLOPT_ERRORBUFFER, pointer: errorBuffer)
        set(CURLOPT_PRIVATE, pointer: owner)
        set(CURLOPT_NOSIGNAL, 1)
        // A transfer that times out while its name is being resolved must not wait for the resolver's thread.
        set(CURLOPT_QUICK_EXIT, 1)
        set(CURLOPT_PROTOCOLS_STR, protocols)
        // Where mail and events go is ours to say, not the environment's.
        set(CURLOPT_PROXY, "")
        set(CURLOPT_TCP_KEEPALIVE, 1)
        set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        set(CURLOPT_SSL_VERIFYPEER, verifiesPeer ? 1 : 0)
        set(CURLOPT_SSL_VERIFYHOST, verifiesPeer ? 2 : 0)
        if let caFile {
            set(CURLOPT_CAINFO, caFile)
            set(CURLOPT_CAPATH, pointer: nil)
        }
    }

    func set(_ option: CURLoption, _ value: Int) {
        _ = parcelpost_curl_set_long(pointer, option, value)
    }

    func set(_ option: CURLoption, _ value: String) {
        _ = parcelpost_curl_set_string(pointer, option, value)
    }

    func set(_ option: CURLoption, pointer value: UnsafeRawPointer?) {
        _ = parcelpost_curl_set_pointer(pointer, option, value)
    }

    func set(_ option: CURLoption, size value: Int) {
        _ = parcelpost_curl_set_size(pointer, option, curl_off_t(value))
    }

    func set(_ option: CURLoption, callback: curl_write_callback?) {
        _ = parcelpost_curl_set_write(pointer, option, callback)
    }

    func set(_ option: CURLoption, list: UnsafeMutablePointer<curl_slist>?) {
        _ = parcelpost_curl_set_list(pointer, option, list)
    }

    func long(_ info: CURLINFO) -> Int {
        var value = 0
        _ = parcelpost_curl_get_long(pointer, info, &value)
        return value
    }

    /// The socket of a connection that was set up with CONNECT_ONLY; -1 when there is none.
    var socket: Int32 {
        var socket: curl_socket_t = -1
        _ = parcelpost_curl_get_socket(pointer, &socket)
        return socket
    }
}
