package weft.topology.hardware;

import java.util.Arrays;
import java.util.Locale;
import weft.topology.error.Suggestion;
import weft.topology.error.TopologyException;

/** How far a figure of the catalogue can be trusted. */
public enum Confidence {
  /** Read in the named source. */
  READ("read in the named source"),
  /** Read in a text that quotes the source. */
  SECONDARY("read in a text that quotes the source"),
  /** Computed from figures that were read; the source says how. */
  DERIVED("computed from figures that were read; the source says how"),
  /** Stated by the user, who answers for it: in a scenario file, or on the command line. */
  GIVEN("stated by the user, who answers for it"),
  /** General knowledge or an assumption that nobody has verified. */
  UNSOURCED("general knowledge or an assumption: nobody has verified it");

  private final String meaning;

  Confidence(String meaning) {
    this.meaning = meaning;
  }

  /** What it means, a phrase. */
  public String meaning() {
    return meaning;
  }

  /** Whether somebody answers for the figure: the source it was found in, or the user. */
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
