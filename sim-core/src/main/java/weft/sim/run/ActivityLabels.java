package weft.sim.run;

import java.util.ArrayList;
import java.util.List;
import weft.sim.metrics.ActivityRecorder;
import weft.sim.metrics.StepBreakdown;
import weft.sim.workload.Activity;

/** What each activity counts as in a breakdown. */
final class ActivityLabels {

  private ActivityLabels() {}

  /** By the number of the activity. */
  static List<ActivityRecorder.Label> all() {
    List<ActivityRecorder.Label> labels = new ArrayList<>();
    for (Activity activity : Activity.values()) {
      labels.add(new ActivityRecorder.Label(kind(activity), activity.text()));
    }
    return labels;
  }

  private static StepBreakdown.Kind kind(Activity activity) {
    return switch (activity) {
      case COMPUTE -> StepBreakdown.Kind.COMPUTE;
      case BUBBLE, FILL, WAITING, NOT_STARTED, FINISHED -> StepBreakdown.Kind.BUBBLE;
      case TENSOR_PARALLEL,
          PIPELINE_PARALLEL,
          DATA_PARALLEL,
          CONTEXT_PARALLEL,
          EXPERT_PARALLEL,
          AMAX_REDUCTION,
          KEY_VALUE_CACHE,
          COLLECTIVE,
          FLOW ->
          StepBreakdown.Kind.EXPOSED_COMMUNICATION;
    };
  }
}
