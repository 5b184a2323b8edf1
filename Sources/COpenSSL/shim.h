#ifndef PARCELPOST_COPENSSL_SHIM_H
#define PARCELPOST_COPENSSL_SHIM_H
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

// What Swift cannot import: macros over variadic functions, and macros over ioctl-like ones.
static inline EVP_PKEY *pp_make_p256(void) { return EVP_EC_gen("P-256"); }
static inline EVP_PKEY *pp_make_rsa(unsigned int bits) { return EVP_RSA_gen(bits); }
static inline long pp_bio_bytes(BIO *bio, char **bytes) { return BIO_get_mem_data(bio, bytes); }
// An empty passphrase, so that an encrypted key is refused and nobody is asked at the terminal.
static inline EVP_PKEY *pp_read_private_key(BIO *bio) { return PEM_read_bio_PrivateKey(bio, NULL, NULL, (void *)""); }
static inline EVP_PKEY *pp_read_public_key(BIO *bio) { return PEM_read_bio_PUBKEY(bio, NULL, NULL, (void *)""); }
// Adds an extension made from OpenSSL's text form; 1 for done.
static inline int pp_add_extension(X509 *certificate, X509 *issuer, int nid, const char *value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    if (extension == NULL) return 0;
    int done = X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    return done;
}
#endif
