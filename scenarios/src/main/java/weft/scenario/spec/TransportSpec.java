package weft.scenario.spec;

import org.jspecify.annotations.Nullable;

/** A transport of the packet model: its name, or its name with parameters. */
@NameOrMapping
public sealed interface TransportSpec permits TransportSpec.Known, TransportSpec.Parameters {

  /** Its name. */
  String name();

  /** A transport with its defaults. */
  record Known(@Key(doc = "The name.") @NameOf(NameKind.TRANSPORT) String name)
      implements TransportSpec {}

  /** A transport with its parameters. */
  @OneOf
  sealed interface Parameters extends TransportSpec permits Roce {
    @Override
    default String name() {
      return Schema.formName(((Record) this).getClass());
    }
  }

  /** RoCEv2 without congestion control. */
  @Doc(
      "RoCEv2 with go-back-N and without congestion control: flow control (PFC) keeps it from"
          + " losing packets.")
  record Roce(
      @Key(
              doc = "Bytes that a queue pair has under way at most.",
              absent = "no limit",
              example = "256KiB",
              min = 1)
          @Nullable Long windowBytes,
      @Key(
              doc =
                  "Until a sender that hears nothing goes back to what was not acknowledged; the"
                      + " default is 4.096 us × 2^14, InfiniBand's timeout 14.",
              defaultText = "67.108864ms",
              min = 1)
          long timeoutPs)
      implements Parameters {}
}
