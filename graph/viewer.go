package graph

import (
	"jianfu/access"
	"jianfu/graph/model"
)

// rightsOf are the rights of a caller, as the API names them.
func rightsOf(c access.Caller) []model.Right {
	r := c.Rights()
	list := []model.Right{}
	for _, right := range []struct {
		name model.Right
		has  bool
	}{
		{model.RightUnits, r.Sees != access.NoUnit}, {model.RightAllUnits, r.Sees == access.AllUnits}, {model.RightFile, r.Files != access.NoUnit},
		{model.RightExplain, r.Explains != access.NoUnit}, {model.RightWithdraw, r.Withdraws}, {model.RightClose, r.Closes}, {model.RightSQL, r.SQL},
		{model.RightAccounts, r.Accounts}, {model.RightIntrospect, r.Introspect},
	} {
		if right.has {
			list = append(list, right.name)
		}
	}
	return list
}
