// SPDX-License-Identifier: GPL-3.0-or-later
// The second thread works backwards, so that the two meet where all is done.
#include "read/pdf_ahead.h"

#include <pthread.h>
#include <time.h>

#include "read/pdf_glyphs.h"
#include "read/pdf_open.h"
#include "read/pdf_watch.h"

enum {
    PAGES_FIRST = 2,      // read before anything is known: the first one sets poppler up
    PAGES_MOST = 64,      // between the two threads: what is read waits in memory
    STACK_BYTES = 8 << 20 // as the first thread has
};

// mimalloc's, where it is linked in: what a thread that has ended held of freed memory is nobody's
// until then.
extern void mi_collect(bool force) __attribute__((weak));

struct Ahead {
    GBytes *bytes;
    char *password;
    int pages;
    int64_t worth;
    int64_t since;        // CPU time of the first thread when it was given the last page to read
    bool refused;         // the second thread is asked no more
    bool runs;            // there is one
    bool sound;           // nothing is wrong with what it reads
    int first;            // of the pages between the two threads
    int next, taken;      // the next for the first thread; from here on they are the second one's
    GPtrArray *glyphs;    // GArray by page from `first` on, or NULL
    pthread_mutex_t lock; // of `next` and `taken`
    pthread_t thread;
};

static int64_t spent(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

// --- in the second thread ---

// One more page for it; -1 when none is left.
static int take_last(Ahead *ahead)
{
    pthread_mutex_lock(&ahead->lock);
    int page = ahead->taken > ahead->next ? --ahead->taken : -1;
    pthread_mutex_unlock(&ahead->lock);
    return page;
}

static GArray *read_one(Document *scratch, PopplerDocument *pdf, int index)
{
    watch_page(index + 1);
    g_autoptr(PdfPage) page = poppler_document_get_page(pdf, index);
    return page ? glyphs_of_page(scratch, page, index) : NULL;
}

static void *read_pages(void *data)
{
    Ahead *ahead = data;
    watch_begin();
    g_autoptr(PdfDocument) pdf = open_pdf(ahead->bytes, ahead->password, NULL);
    g_autoptr(Document) scratch = document_new("pdf"); // holds what poppler complains of
    document_begin_page(scratch, 0, 0);
    ahead->sound = pdf && !watch_repaired();
    watch_document(scratch);
    for (int page; ahead->sound && (page = take_last(ahead)) >= 0;) {
        GArray *glyphs = read_one(scratch, pdf, page);
        ahead->glyphs->pdata[page - ahead->first] = glyphs;
        ahead->sound = glyphs && scratch->reasons->len == 0;
    }
    watch_document(NULL);
    return NULL;
}

// --- in the first ---

static bool start(Ahead *ahead)
{
    pthread_attr_t how;
    pthread_attr_init(&how);
    pthread_attr_setstacksize(&how, STACK_BYTES);
    bool started = pthread_create(&ahead->thread, &how, read_pages, ahead) == 0;
    pthread_attr_destroy(&how);
    return started;
}

static void glyphs_free(void *glyphs)
{
    if (glyphs)
        g_array_unref(glyphs);
}

static void join(Ahead *ahead)
{
    if (!ahead->runs)
        return;
    pthread_join(ahead->thread, NULL);
    if (mi_collect)
        mi_collect(true);
    ahead->runs = false;
    ahead->refused = !ahead->sound;
}

static void begin(Ahead *ahead, int page)
{
    join(ahead); // one that came too late for any page
    if (ahead->refused)
        return;
    g_clear_pointer(&ahead->glyphs, g_ptr_array_unref);
    ahead->first = ahead->next = page;
    ahead->taken = MIN(page + PAGES_MOST, ahead->pages);
    ahead->glyphs = g_ptr_array_new_with_free_func(glyphs_free);
    g_ptr_array_set_size(ahead->glyphs, ahead->taken - page);
    ahead->runs = start(ahead);
    ahead->refused = !ahead->runs;
}

Ahead *ahead_new(GBytes *bytes, const char *password, int pages, int64_t worth)
{
    Ahead *ahead = g_new0(Ahead, 1);
    *ahead = (Ahead){.bytes = g_bytes_ref(bytes),
                     .password = g_strdup(password),
                     .pages = pages,
                     .worth = worth,
                     .since = spent()};
    pthread_mutex_init(&ahead->lock, NULL);
    return ahead;
}

void ahead_free(Ahead *ahead)
{
    if (!ahead)
        return;
    pthread_mutex_lock(&ahead->lock);
    ahead->next = ahead->taken;
    pthread_mutex_unlock(&ahead->lock);
    join(ahead);
    pthread_mutex_destroy(&ahead->lock);
    g_clear_pointer(&ahead->glyphs, g_ptr_array_unref);
    g_bytes_unref(ahead->bytes);
    g_free(ahead->password);
    g_free(ahead);
}

// Whether the pages that are left are worth a second thread, as the last one went.
static bool is_worth(Ahead *ahead, int page)
{
    int64_t now = spent(), last = now - ahead->since;
    ahead->since = now;
    return page >= PAGES_FIRST && (ahead->pages - page) * last >= ahead->worth;
}

// Whether the first thread is to read the page.
static bool is_left(Ahead *ahead, int page)
{
    pthread_mutex_lock(&ahead->lock);
    bool left = page < ahead->taken;
    ahead->next = left ? page + 1 : ahead->next;
    pthread_mutex_unlock(&ahead->lock);
    return left;
}

GArray *ahead_glyphs(Ahead *ahead, int page)
{
    bool worth = is_worth(ahead, page);
    if (ahead->refused)
        return NULL;
    bool between = ahead->glyphs && page < ahead->first + (int)ahead->glyphs->len;
    if (!between && !worth)
        return NULL;
    if (!between)
        begin(ahead, page);
    if (ahead->refused || is_left(ahead, page))
        return NULL;
    join(ahead);
    return ahead->refused ? NULL : g_steal_pointer(&ahead->glyphs->pdata[page - ahead->first]);
}
