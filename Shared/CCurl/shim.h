#include <curl/curl.h>

// curl_easy_setopt and curl_easy_getinfo are variadic macros, so Swift cannot call them.
static inline CURLcode ccurl_set_long(CURL *curl, CURLoption option, long value) {
  return curl_easy_setopt(curl, option, value);
}
static inline CURLcode ccurl_set_string(CURL *curl, CURLoption option, const char *value) {
  return curl_easy_setopt(curl, option, value);
}
static inline CURLcode ccurl_set_pointer(CURL *curl, CURLoption option, void *value) {
  return curl_easy_setopt(curl, option, value);
}
static inline CURLcode ccurl_set_list(CURL *curl, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(curl, option, value);
}
typedef size_t (*ccurl_transfer)(char *, size_t, size_t, void *);
static inline CURLcode ccurl_set_function(CURL *curl, CURLoption option, ccurl_transfer function) {
  return curl_easy_setopt(curl, option, function);
}
static inline CURLcode ccurl_get_long(CURL *curl, CURLINFO info, long *value) {
  return curl_easy_getinfo(curl, info, value);
}
