package weft.topology.hardware;

import java.util.Arrays;
import java.util.Locale;
import weft.topology.error.Suggestion;
import weft.topology.error.TopologyException;

/** How far a figure of the catalogue can be trusted. */
public enum Confidence {
  /** Read in the named source. */
  READ,
  /** Read in a text that quotes the source. */
  SECONDARY,
  /** Computed from figures that were read; the source says how. */
  DERIVED,
  /** General knowledge or an assumption that nobody has verified. */
  UNSOURCED;

  /** Whether somebody found the figure, or what it follows from, in a source. */
  public boolean verified() {
    return this != UNSOURCED;
  }

  /** As the data files spell it: {@code read}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Confidence ofWord(String word) {
    for (Confidence confidence : values()) {
      if (confidence.word().equals(word)) {
        return confidence;
      }
    }
    throw new TopologyException(
        "unknown confidence \"%s\". %s"
            .formatted(
                word,
                Suggestion.sentence(word, Arrays.stream(values()).map(Confidence::word).toList())));
  }
}
