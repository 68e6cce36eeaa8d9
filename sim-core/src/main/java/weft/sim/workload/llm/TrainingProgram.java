package weft.sim.workload.llm;

import java.util.HashMap;
import java.util.Map;
import weft.sim.workload.Program;
import weft.sim.workload.ProgramBuilder;
import weft.sim.workload.Role;

/**
 * Turns a {@link TrainingPlan} into the {@link Program} of one training step, as Megatron-LM and
 * FSDP run it: one role for each pipeline stage and speed of its GPUs. {@link LayerOps} says what
 * tensor and context parallelism exchange, {@link GradientDeparture} and {@link WeightArrival} what
 * replicas do, {@link PipelineOrder} in which order stages work. The optimizer (Adam, mixed
 * precision) reads and writes its state once, after the gradients have arrived.
 *
 * <p>Not modelled: the exchange of gradient norms, data loading, exchange between experts.
 */
public final class TrainingProgram {

  private TrainingProgram() {}

  /** The program of one step of {@code plan} on GPUs like {@code gpu}. */
  public static Program of(TrainingPlan plan, Accelerator gpu) {
    return of(plan, gpu, Map.of());
  }

  /**
   * The program of one step where some GPUs are slow.
   *
   * @param speeds of these ranks, how fast they compute relative to {@code gpu}, above 0
   */
  public static Program of(TrainingPlan plan, Accelerator gpu, Map<Integer, Double> speeds) {
    ProgramBuilder builder = new ProgramBuilder(plan.ranks());
    Partners partners = Partners.of(plan, builder);
    int stageRanks = plan.parallelism().stageRanks();
    for (int stage = 0; stage < plan.parallelism().pipeline(); stage++) {
      Map<Double, Role> roles = new HashMap<>();
      for (int rank = stage * stageRanks; rank < (stage + 1) * stageRanks; rank++) {
        double speed = speeds.getOrDefault(rank, 1.0);
        Role role = roles.get(speed);
        if (role == null) {
          role = builder.role(Streams.count(plan));
          new StageProgram(plan, gpu, partners, stage, role, speed).add();
          roles.put(speed, role);
        }
        builder.assign(rank, role);
      }
    }
    return builder.build();
  }
}
