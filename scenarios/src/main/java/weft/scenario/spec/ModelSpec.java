package weft.scenario.spec;

import org.jspecify.annotations.Nullable;

/** A transformer model: a known name, or its dimensions. */
@NameOrMapping
public sealed interface ModelSpec permits ModelSpec.Known, ModelSpec.Custom {

  /** A model of the catalogue. */
  record Known(@Key(doc = "The name.") @NameOf(NameKind.MODEL) String name) implements ModelSpec {}

  /** A model given by its dimensions. */
  record Custom(
      @Key(doc = "Width of the hidden state.", example = "12288", min = 1, max = 10_000_000)
          int hidden,
      @Key(doc = "Number of layers.", example = "96", min = 1, max = 1_000_000) int layers,
      @Key(doc = "Number of attention heads.", example = "96", min = 1, max = 1_000_000) int heads,
      @Key(
              doc = "Width of the feed-forward layer.",
              absent = "4 × hidden",
              example = "49152",
              min = 1,
              max = 100_000_000)
          @Nullable Integer ffn,
      @Key(doc = "Number of tokens known.", example = "51200", min = 1, max = 100_000_000)
          int vocabulary)
      implements ModelSpec {

    /** Width of the feed-forward layer: {@link #ffn}, or 4 × {@link #hidden} if left out. */
    public int feedForward() {
      return ffn == null ? 4 * hidden : ffn;
    }
  }
}
