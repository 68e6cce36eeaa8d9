package weft.scenario.schedule;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operations of an execution plan of MSCCL++ and what they are called in the two formats
 * (microsoft/mscclpp, {@code getOpType} of execution_plan.cc; what they do: execution_kernel.hpp).
 */
enum PlanOp {
  NOP("nop", "nop"),
  BARRIER("barrier", "barrier"),
  PUT("put", "put"),
  PUT_SIGNAL("pws", "pws"),
  PUT_SIGNAL_FLUSH("pwsf", "pwsf"),
  GET("get", "get"),
  COPY("copy", "copy"),
  SIGNAL("signal", "signal"),
  RELAXED_SIGNAL("rlxsignal", "rsignal"),
  WAIT("wait", "wait"),
  RELAXED_WAIT("rlxwait", "rwait"),
  FLUSH("flush", "flush"),
  REDUCE("re", "re"),
  REDUCE_SEND("res", "rs"),
  READ_REDUCE("rre", "rrc"),
  READ_REDUCE_SEND("rres", "rrcs"),
  PUT_PACKETS("ppkt", "ppkt"),
  READ_PUT_PACKETS("rppkt", "rppkt"),
  REDUCE_SEND_PACKETS("respkt", "rspkt"),
  REDUCE_PACKETS("repkt", "rpkt"),
  REDUCE_COPY_PACKETS("recpkt", ""),
  REDUCE_COPY_SEND_PACKETS("recspkt", ""),
  /** Makes packets of what is in a buffer of the rank. */
  COPY_PACKETS("cpkt", "tpkt"),
  /** Takes the data out of packets. */
  UNPACK_PACKETS("upkt", "cpkt"),
  PIPELINE("pipeline", "pipeline"),
  SEM_ACQUIRE("sem_acquire", "sem_acquire"),
  SEM_RELEASE("sem_release", "sem_release"),
  MULTICAST_REDUCE("glres", "glres"),
  MULTICAST_STORE("gstore", "gstore");

  private final String name;
  private final String oldName;

  PlanOp(String name, String oldName) {
    this.name = name;
    this.oldName = oldName;
  }

  String name(boolean isOld) {
    return isOld ? oldName : name;
  }

  static @Nullable PlanOp named(boolean isOld, String name) {
    return Stream.of(values())
        .filter(op -> !name.isEmpty() && op.name(isOld).equals(name))
        .findFirst()
        .orElse(null);
  }

  static List<String> names(boolean isOld) {
    return Stream.of(values()).map(op -> op.name(isOld)).filter(name -> !name.isEmpty()).toList();
  }

  /** Whether it handles data. */
  boolean moves() {
    return switch (this) {
      case NOP, BARRIER, SIGNAL, RELAXED_SIGNAL, WAIT, RELAXED_WAIT, FLUSH, PIPELINE -> false;
      case SEM_ACQUIRE, SEM_RELEASE, MULTICAST_REDUCE, MULTICAST_STORE -> false;
      default -> true;
    };
  }

  /** Whether all its sources are added, into the first target. */
  boolean reduces() {
    return switch (this) {
      case REDUCE, REDUCE_SEND, READ_REDUCE, READ_REDUCE_SEND -> true;
      case REDUCE_SEND_PACKETS, REDUCE_PACKETS, REDUCE_COPY_PACKETS, REDUCE_COPY_SEND_PACKETS ->
          true;
      default -> false;
    };
  }

  /** How many targets it can have. */
  int mostTargets() {
    return switch (this) {
      case REDUCE, READ_REDUCE, REDUCE_PACKETS -> 1;
      case REDUCE_COPY_PACKETS -> 2;
      default -> Integer.MAX_VALUE;
    };
  }

  boolean signals() {
    return this == SIGNAL
        || this == RELAXED_SIGNAL
        || this == PUT_SIGNAL
        || this == PUT_SIGNAL_FLUSH;
  }

  boolean waits() {
    return this == WAIT || this == RELAXED_WAIT;
  }

  /** Whether a source waits for its packets by itself. */
  boolean readsPackets(int source) {
    return switch (this) {
      case READ_PUT_PACKETS, UNPACK_PACKETS -> true;
      case REDUCE_SEND_PACKETS, REDUCE_PACKETS, REDUCE_COPY_PACKETS, REDUCE_COPY_SEND_PACKETS ->
          source > 0;
      default -> false;
    };
  }

  /** Whether a target is written as packets. */
  boolean writesPackets(int target) {
    return switch (this) {
      case PUT_PACKETS, READ_PUT_PACKETS, COPY_PACKETS -> true;
      case REDUCE_SEND_PACKETS, REDUCE_COPY_PACKETS, REDUCE_COPY_SEND_PACKETS -> target > 0;
      default -> false;
    };
  }
}
