// Which frames show the same things, and which feature of one is which feature of the other.
#pragma once

#include <utility>
#include <vector>

#include "matching/features.h"

namespace matching {

using Match = std::pair<int, int>;  // rows in the first and in the second image
using ImagePair = std::pair<int, int>;

struct MatchOptions {
  // D. Lowe, "Distinctive image features from scale-invariant keypoints", IJCV 2004, section 7.1: the best match has to
  // be this much nearer than the second best.
  float maxRatio = 0.8f;
  float maxAngle = 0.7f;  // radians between descriptors
  // Pixels. Of an item that turned before a still camera, what is at the same place in two frames belongs to the room.
  float leastMotion = 0;
};

// Mutual nearest neighbours that pass the ratio test, in the order of the first image's rows.
std::vector<Match> matchDescriptors(const Descriptors& first, const Descriptors& second, const MatchOptions& options = {});

// The same, but for what did not move.
std::vector<Match> matchFeatures(const ImageFeatures& first, const ImageFeatures& second, const MatchOptions& options);

struct PairOptions {
  // Only the features of the largest scale are compared on all pairs: C. Wu, "Towards linear-time incremental structure
  // from motion", 3DV 2013, section 3 ("preemptive feature matching").
  int previewFeatures = 512;
  int partners = 14;            // best pairs kept per image
  int neighbours = 5;           // images before and after in the video, kept always
  int minPreviewMatches = 6;
  int known = 0;                // the first images, whose pairs among each other are not wanted again
};

// Pairs worth a full comparison, first < second, in rising order.
std::vector<ImagePair> choosePairs(const std::vector<ImageFeatures>& images, const PairOptions& options,
                                   const MatchOptions& match = {});

}  // namespace matching
