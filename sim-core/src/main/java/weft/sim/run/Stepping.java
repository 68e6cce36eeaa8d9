package weft.sim.run;

import java.util.Arrays;
import weft.sim.workload.Communicators;
import weft.sim.workload.Program;

/** Which groups of a program, or of one of its jobs, do their collectives step by step. */
public final class Stepping {

  /** By partition and group. */
  private final boolean[][] isStepped;

  private Stepping(boolean[][] isStepped) {
    this.isStepped = isStepped;
  }

  /** As they are set. */
  static Stepping of(Program program, Communicators all) {
    boolean[][] isStepped = new boolean[program.partitions()][];
    for (int partition = 0; partition < isStepped.length; partition++) {
      isStepped[partition] = new boolean[program.groupCount(partition)];
      for (int group = 0; group < isStepped[partition].length; group++) {
        isStepped[partition][group] = all.communicator(partition, group).isStepped();
      }
    }
    return new Stepping(isStepped);
  }

  /** That of a job, whose partitions are counted from its first one on. */
  Stepping of(Program.Job job) {
    return new Stepping(
        Arrays.copyOfRange(isStepped, job.firstGroups(), job.firstGroups() + job.partitions()));
  }

  /** Sets the groups to this. */
  void set(Communicators all) {
    for (int partition = 0; partition < isStepped.length; partition++) {
      for (int group = 0; group < isStepped[partition].length; group++) {
        all.communicator(partition, group).stepByStep(isStepped[partition][group]);
      }
    }
  }
}
