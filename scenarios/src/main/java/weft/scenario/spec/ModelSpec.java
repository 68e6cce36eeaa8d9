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
          int vocabulary,
      @Key(
              doc = "Number of attention heads of keys and values, fewer with grouped queries.",
              absent = "as many as heads",
              example = "8",
              min = 1,
              max = 1_000_000)
          @Nullable Integer kvHeads,
      @Key(
              doc =
                  "Width of a head (`head_dim`), where all heads together are not as wide as the"
                      + " hidden state, as in Qwen3-32B. With `latent` it is a key of that.",
              absent = "`hidden` / `heads`",
              example = "128",
              min = 1,
              max = 10_000)
          @Nullable Integer headSize,
      @Key(
              doc =
                  "Whether the feed-forward layer is gated (SwiGLU): three matrices instead of two,"
                      + " and no biases, as in LLaMA.",
              defaultText = "off")
          OnOff gated,
      @Key(
              doc = "Whether input and output embedding are one matrix, as in GPT.",
              defaultText = "on")
          OnOff tied,
      @Key(
              doc = "Experts in place of the feed-forward layer, among which tokens are routed.",
              absent = "none, a dense model")
          @Nullable Experts experts,
      @Key(
              doc =
                  "Multi-head latent attention, as in DeepSeek-V2 and V3: keys and values are"
                      + " compressed, and only that is kept in the KV cache.",
              absent = "none: heads of `head-size`")
          @Nullable Latent latent)
      implements ModelSpec {

    /** Width of the feed-forward layer: {@link #ffn}, or 4 × {@link #hidden} if left out. */
    public int feedForward() {
      return ffn == null ? 4 * hidden : ffn;
    }

    /** Heads of keys and values: {@link #kvHeads}, or {@link #heads} if left out. */
    public int keyValueHeads() {
      return kvHeads == null ? heads : kvHeads;
    }

    /** Width of a head without latent attention, or {@link #hidden} / {@link #heads}. */
    public int headWidth() {
      return headSize == null ? hidden / heads : headSize;
    }
  }

  /** Multi-head latent attention. */
  record Latent(
      @Key(
              doc = "Width that keys and values are compressed to (`kv_lora_rank`).",
              example = "512",
              min = 1,
              max = 10_000_000)
          int kvRank,
      @Key(
              doc = "Width that queries are compressed to (`q_lora_rank`).",
              absent = "queries are not compressed, as in DeepSeek-V2-Lite",
              example = "1536",
              min = 1,
              max = 10_000_000)
          @Nullable Integer queryRank,
      @Key(
              doc = "Width of the part of a head's key without the position (`qk_nope_head_dim`).",
              example = "128",
              min = 1,
              max = 1_000_000)
          int headSize,
      @Key(
              doc =
                  "Width of the part of a key that carries the position, which all heads share"
                      + " (`qk_rope_head_dim`).",
              example = "64",
              min = 1,
              max = 1_000_000)
          int positionSize,
      @Key(
              doc = "Width of a head's value (`v_head_dim`).",
              absent = "`head-size`",
              example = "128",
              min = 1,
              max = 1_000_000)
          @Nullable Integer valueSize) {

    /** Width of a value of a head: {@link #valueSize}, or {@link #headSize} if left out. */
    public int valueWidth() {
      return valueSize == null ? headSize : valueSize;
    }
  }

  /** A mixture of experts. */
  record Experts(
      @Key(doc = "Number of experts.", example = "8", min = 1, max = 1_000_000) int count,
      @Key(doc = "Number of experts that a token goes to.", example = "2", min = 1, max = 1_000_000)
          int active,
      @Key(
              doc = "Number of experts that every token goes to besides.",
              defaultText = "0",
              max = 1_000_000)
          int shared,
      @Key(
              doc = "Width of an expert.",
              absent = "that of the feed-forward layer",
              example = "14336",
              min = 1,
              max = 100_000_000)
          @Nullable Integer ffn,
      @Key(
              doc = "Number of layers before the first with experts.",
              defaultText = "0",
              max = 1_000_000)
          int denseLayers,
      @Key(
              doc =
                  "Number of equal groups of neighbouring experts. With as many as nodes, a token is"
                      + " sent to `active-groups` nodes at most (node-limited routing).",
              defaultText = "1",
              example = "8",
              min = 1,
              max = 1_000)
          int groups,
      @Key(
              doc = "Number of groups in which the experts of a token are.",
              absent = "all",
              example = "4",
              min = 1,
              max = 1_000)
          @Nullable Integer activeGroups) {

    /** Groups in which the experts of a token are: {@link #activeGroups}, or all if left out. */
    public int usedGroups() {
      return activeGroups == null ? groups : activeGroups;
    }
  }
}
