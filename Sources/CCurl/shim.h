#ifndef PARCELPOST_CCURL_SHIM_H
#define PARCELPOST_CCURL_SHIM_H
#include <curl/curl.h>
#endif
