// SPDX-License-Identifier: GPL-3.0-or-later
// Scene: whether the words around a hit grant it, deny it, or say neither.
//
// What is done with the cues is the same for every language and every rule; resolver.h has the
// cues.
#pragma once

#include "rules/resolver.h"
#include "rules/rule.h"

typedef enum {
    RESOLVED_GRANT,
    RESOLVED_DENIED,  // a plain denial: the rule's denied_as, if it has one
    RESOLVED_DROPPED, // hedged, conditional on nothing said, or the borrower's own duty
} Resolution;

typedef struct {
    Resolution resolution;
    GradeEffect effect; // what a condition of consent does to the severity
    const char *why;    // reason word, or NULL
    size_t until;       // byte behind a denial that governs it where something new is said; or 0
} Resolved;

// The cues found in one subject: a unit with its stems. Valid as long as the subject's text.
typedef struct Scene Scene;
Scene *scene_new(const Resolver *resolver, const Subject *subject);
void scene_free(Scene *scene);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Scene, scene_free)

// Reads one hit of a rule in its scene.
Resolved scene_resolve(const Scene *scene, const Rule *rule, const PatternMatch *match);

// Whether a denial that stands before the match governs it: 不会|追踪轨迹. Words of denial inside
// the match are part of what it looks for (无需通知), and deny nothing here.
bool scene_denies(const Scene *scene, const PatternMatch *match);

// Where the last words that end a denial (但, 而是, but) end between two places of the subject; 0
// when none stand there.
size_t scene_turn(const Scene *scene, size_t from, size_t to);
