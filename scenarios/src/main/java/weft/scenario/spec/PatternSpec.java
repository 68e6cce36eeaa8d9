package weft.scenario.spec;

import org.jspecify.annotations.Nullable;

/** A pattern of traffic: flows of one size that start at one time. */
public sealed interface PatternSpec {

  /** Size of each flow, bytes. */
  long bytes();

  /** When its flows start, picoseconds. */
  long startPs();

  /** What the key of the size means. */
  String SIZE = "Size of each flow.";

  /** What the key of the start time means. */
  String START = "When the flows start.";

  /** What the key of the number of GPUs means. */
  String RANKS = "Number of GPUs that take part, the first ones.";

  /** What holds without it. */
  String ALL = "all GPUs of the fabric, or of the job";

  /** From each GPU to another. */
  record Permutation(
      @Key(doc = SIZE, example = "2MB", min = 1) long sizeBytes,
      @Key(doc = START, defaultText = "0us", example = "10us") long startPs,
      @Key(doc = RANKS, absent = ALL, example = "128", min = 2) @Nullable Integer ranks)
      implements PatternSpec {
    @Override
    public long bytes() {
      return sizeBytes;
    }
  }

  /** From each GPU to the one that is so many further. */
  record Shift(
      @Key(doc = SIZE, example = "2MB", min = 1) long sizeBytes,
      @Key(doc = START, defaultText = "0us", example = "10us") long startPs,
      @Key(doc = RANKS, absent = ALL, example = "128", min = 2) @Nullable Integer ranks,
      @Key(doc = "How many further.", defaultText = "1", min = 1) int distance)
      implements PatternSpec {
    @Override
    public long bytes() {
      return sizeBytes;
    }
  }

  /** From several GPUs to one. */
  record Incast(
      @Key(doc = SIZE, example = "2MB", min = 1) long sizeBytes,
      @Key(doc = START, defaultText = "0us", example = "10us") long startPs,
      @Key(doc = "Number of GPUs that send, chosen by the seed.", example = "32", min = 1)
          int senders,
      @Key(doc = "The GPU that they send to.", defaultText = "0") int receiver)
      implements PatternSpec {
    @Override
    public long bytes() {
      return sizeBytes;
    }
  }

  /** From one GPU to several. */
  record Outcast(
      @Key(doc = SIZE, example = "2MB", min = 1) long sizeBytes,
      @Key(doc = START, defaultText = "0us", example = "10us") long startPs,
      @Key(doc = "Number of GPUs that it sends to, chosen by the seed.", example = "32", min = 1)
          int receivers,
      @Key(doc = "The GPU that sends.", defaultText = "0") int sender)
      implements PatternSpec {
    @Override
    public long bytes() {
      return sizeBytes;
    }
  }

  /** From each GPU to every other. */
  record AllToAll(
      @Key(doc = SIZE, example = "100kB", min = 1) long sizeBytes,
      @Key(doc = START, defaultText = "0us", example = "10us") long startPs,
      @Key(doc = RANKS, absent = ALL, example = "64", min = 2) @Nullable Integer ranks,
      @Key(
              doc =
                  "How many flows of a GPU are under way at once; when one is delivered the next"
                      + " starts.",
              absent = "all of them",
              example = "8",
              min = 1)
          @Nullable Integer parallel)
      implements PatternSpec {
    @Override
    public long bytes() {
      return sizeBytes;
    }
  }
}
